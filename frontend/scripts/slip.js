// The slip of a report: saved as a picture that is drawn here, copied, printed. Whoever has no script writes it down.
const WIDTH = 720;
const EDGE = 48;
const INK = "#1b2322";
const QUIET = "#55606a";
const LEAD = "#0b6b5d";
const font = (size, bold) => `${bold ? "600 " : ""}${size}px system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif`;

// Lines of at most `width` pixels; Chinese breaks anywhere, a word of Latin letters or a number stays whole.
function lines(pen, text, width) {
  const found = [];
  let line = "";
  for (const sign of text.trim().match(/[\x21-\x7e]+ ?|./gu) ?? []) {
    if (line && pen.measureText(line + sign).width > width) {
      found.push(line);
      line = "";
    }
    line += sign;
  }
  return line ? [...found, line] : found;
}

const text = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";

// What stands on the slip, from above: [words, size, bold, colour, space before].
function said(slip) {
  const rows = [[slip.dataset.title, 40, true, LEAD, 0]];
  for (const pair of slip.querySelectorAll(".l-slip-numbers > div")) {
    rows.push([text(pair.querySelector("dt")), 30, false, QUIET, 20], [text(pair.querySelector("dd")), 58, true, INK, 0]);
  }
  for (const step of slip.querySelectorAll(".l-story li")) rows.push([text(step), 32, false, INK, 10]);
  for (const one of slip.querySelectorAll(".l-contacts li")) rows.push([text(one), 32, false, INK, 10]);
  return rows;
}

function draw(slip) {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  const code = slip.querySelector(".l-slip-code img");
  const rows = [];
  for (const [words, size, bold, colour, before] of said(slip)) {
    pen.font = font(size, bold);
    lines(pen, words, WIDTH - 2 * EDGE).forEach((line, at) => rows.push([line, size, bold, colour, at ? 0 : before]));
  }
  const high = rows.reduce((sum, [, size, , , before]) => sum + before + size * 1.5, 0);
  const side = 300;
  const note = text(slip.querySelector(".l-slip-code p")?.firstChild);
  canvas.width = WIDTH;
  canvas.height = Math.ceil(2 * EDGE + high + side + 90);
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.textBaseline = "top";
  let top = EDGE;
  for (const [line, size, bold, colour, before] of rows) {
    top += before;
    pen.font = font(size, bold);
    pen.fillStyle = colour;
    pen.fillText(line, EDGE, top);
    top += size * 1.5;
  }
  pen.imageSmoothingEnabled = false;
  pen.drawImage(code, (WIDTH - side) / 2, top + 24, side, side);
  pen.font = font(28);
  pen.fillStyle = QUIET;
  pen.textAlign = "center";
  pen.fillText(note, WIDTH / 2, top + side + 34);
  return canvas.toDataURL("image/png"); // the browser inside WeChat saves no blob
}

async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    const box = document.createElement("textarea");
    box.value = words;
    box.className = "visually-hidden";
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done;
  }
}

export function offerSlip() {
  const slip = document.getElementById("slip");
  const box = slip?.querySelector(".l-slip-save");
  if (!box) return;
  const says = box.querySelector("[role=status]");
  const shown = box.querySelector("img");
  box.hidden = false;
  box.querySelector("[data-save-slip]").addEventListener("click", () => {
    shown.src = draw(slip);
    shown.hidden = false;
    says.textContent = box.dataset.pressed;
    shown.scrollIntoView({ block: "nearest" });
    if (/MicroMessenger/i.test(navigator.userAgent)) return; // pressed and held there
    const link = document.createElement("a");
    link.href = shown.src;
    link.download = box.dataset.file;
    link.click();
  });
  const copies = box.querySelector("[data-copy-slip]");
  copies.addEventListener("click", async () => {
    if (await copy(copies.dataset.copySlip)) says.textContent = box.dataset.copied;
  });
  box.querySelector("[data-print-slip]").addEventListener("click", () => print());
}
