// Photos of a report: made small on the telephone before they are sent, shown with a way to take each away again.
const LONGEST_SIDE = 1600;
const QUALITY = 0.8;
const SMALL_ENOUGH = 300 * 1024; // such a file goes as it is, if it is no larger in pixels either

function opened(file) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    const url = URL.createObjectURL(file);
    image.onload = () => resolve(image);
    image.onerror = reject;
    image.src = url;
    image.release = () => URL.revokeObjectURL(url);
  });
}

// A smaller JPEG, upright; the file itself where this browser cannot make one.
export async function smaller(file) {
  let image;
  try {
    image = await opened(file);
    const { naturalWidth: width, naturalHeight: height } = image;
    const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
    if (scale === 1 && file.size <= SMALL_ENOUGH) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    canvas.width = canvas.height = 0; // gives the memory back on small telephones
    return blob && (blob.size < file.size || scale < 1) ? blob : file;
  } catch {
    return file;
  } finally {
    image?.release();
  }
}

// `kept` outlives the form: a refused one comes back and shows them again. Gives a promise that waits for what is being
// made smaller.
export function offerPhotos(form, kept) {
  const box = form.querySelector(".l-choose-photos");
  if (!box) return;
  const input = box.querySelector("input[type=file]");
  const list = box.querySelector("ul");
  const says = box.querySelector("[role=status]");
  const most = Number(box.dataset.most);
  const button = box.querySelector("label.btn");
  button.hidden = false;
  input.classList.add("visually-hidden");

  function show() {
    list.hidden = !kept.length;
    list.replaceChildren(
      ...kept.map((photo, at) => {
        const item = document.createElement("li");
        const image = document.createElement("img");
        const remove = document.createElement("button");
        photo.url ??= URL.createObjectURL(photo.blob);
        image.src = photo.url;
        image.alt = box.dataset.shown.replace("{place}", at + 1);
        remove.type = "button";
        remove.textContent = "×";
        remove.setAttribute("aria-label", box.dataset.remove.replace("{place}", at + 1));
        remove.addEventListener("click", () => {
          URL.revokeObjectURL(photo.url);
          kept.splice(kept.indexOf(photo), 1);
          says.textContent = "";
          show();
          input.focus();
        });
        item.append(image, remove);
        return item;
      }),
    );
  }

  async function take(files) {
    const room = most - kept.length;
    says.textContent = files.length > room ? box.dataset.full : "";
    // One after the other: a telephone with little memory opens one large photo at a time.
    for (const file of files.slice(0, Math.max(room, 0))) {
      kept.push({ blob: await smaller(file), name: file.name });
      show();
    }
  }

  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    kept.ready = Promise.resolve(kept.ready).then(() => take(files));
  });
  show();
}
