// Reads a page aloud where the browser can: a button with `data-read-aloud` reads the parts marked `data-aloud` one after
// the other, or the whole of `main` where none is marked. It is hidden until this script finds a voice to use, and stands
// still again on a second tap. Nothing depends on it: the browser inside WeChat often has no voice.
const UNREAD = "button, select, textarea, script, svg, nav, [hidden], [data-unread], .visually-hidden";
const BLOCK = "p, li, h1, h2, h3, h4, dt, dd, td, th, div, section, legend, label, summary, strong, small, a";

function isRead(text) {
  const holder = text.parentElement;
  return text.data.trim() && !holder.closest(UNREAD) && holder.getClientRects().length > 0;
}

// Sentences as they are read: one for each block, so that there is a pause between them and none is too long for a voice.
function sentences(part) {
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  const found = [];
  let last;
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (!isRead(text)) continue;
    const block = text.parentElement.closest(BLOCK);
    if (block !== last || !found.length) found.push("");
    found[found.length - 1] += text.data.replace(/\s+/g, " ");
    last = block;
  }
  return found.flatMap((words) => words.match(/[^。！？；]+[。！？；]?/g) || []).map((words) => words.trim()).filter(Boolean);
}

let reading; // the button whose part is being read

function stop() {
  speechSynthesis.cancel();
  if (!reading) return;
  const words = reading.querySelector("span");
  reading.setAttribute("aria-pressed", "false");
  if (words) words.textContent = reading.dataset.words;
  reading = undefined;
}

function read(button) {
  const marked = [...document.querySelectorAll("[data-aloud]")];
  const parts = marked.length ? marked : [document.querySelector("main")];
  const found = parts.flatMap(sentences);
  if (!found.length) return;
  reading = button;
  button.setAttribute("aria-pressed", "true");
  const words = button.querySelector("span");
  if (words && button.dataset.stop) words.textContent = button.dataset.stop;
  found.forEach((sentence, at) => {
    const speech = new SpeechSynthesisUtterance(sentence);
    speech.lang = document.documentElement.lang === "en" ? "en-US" : "zh-CN";
    speech.rate = 0.9;
    speech.onerror = (event) => event.error !== "interrupted" && event.error !== "canceled" && stop();
    if (at === found.length - 1) speech.onend = () => reading === button && stop();
    speechSynthesis.speak(speech);
  });
}

// Shows every button of the kind within `within` and makes it work.
export function offerAloud(within = document) {
  if (!("speechSynthesis" in window && "SpeechSynthesisUtterance" in window)) return;
  for (const button of within.querySelectorAll("[data-read-aloud][hidden]")) {
    button.hidden = false;
    button.dataset.words = button.querySelector("span")?.textContent ?? "";
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      const again = reading === button;
      stop();
      if (!again) read(button);
    });
  }
  // What was begun on one page does not go on over the next.
  addEventListener("pagehide", stop);
}
