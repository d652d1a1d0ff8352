// A voice note for whom typing is hard: one tap begins, one tap ends, a minute at most. Where the browser cannot record,
// nothing is offered.
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const BITS = 32000; // speech; a minute is about 240 KB

export function offerVoice(form, kept) {
  const box = form.querySelector(".l-record");
  if (!box || !navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) return;
  const kind = KINDS.find((one) => MediaRecorder.isTypeSupported(one));
  if (!kind) return;
  const button = box.querySelector("[data-record]");
  const words = button.querySelector("span");
  const first = words.textContent;
  const says = box.querySelector("[role=status]");
  const done = box.querySelector(".l-record-done");
  const most = Number(box.dataset.most);
  let recorder;
  let ticking;
  box.hidden = false;

  const said = (text, seconds) => box.dataset[text].replace("{seconds}", seconds);

  function show() {
    done.hidden = !kept.blob;
    words.textContent = kept.blob ? button.dataset.redo : first;
    says.textContent = kept.blob ? said("done", kept.seconds) : "";
    if (!kept.blob) return;
    kept.url ??= URL.createObjectURL(kept.blob);
    done.querySelector("audio").src = kept.url;
  }

  function drop() {
    if (kept.url) URL.revokeObjectURL(kept.url);
    kept.blob = kept.url = undefined;
    show();
  }

  async function begin() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      says.textContent = box.dataset.denied;
      return;
    }
    drop();
    const parts = [];
    const began = Date.now();
    const seconds = () => Math.min(most, Math.max(1, Math.round((Date.now() - began) / 1000)));
    recorder = new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: BITS });
    recorder.ondataavailable = (event) => event.data.size && parts.push(event.data);
    recorder.onstop = () => {
      clearInterval(ticking);
      for (const track of stream.getTracks()) track.stop();
      box.classList.remove("l-is-recording");
      if (parts.length) {
        kept.blob = new Blob(parts, { type: kind.split(";")[0] });
        kept.seconds = seconds();
      }
      kept.ended?.();
      show();
    };
    kept.ready = new Promise((resolve) => (kept.ended = resolve));
    kept.stop = () => recorder.state === "recording" && recorder.stop();
    recorder.start(1000);
    box.classList.add("l-is-recording");
    words.textContent = button.dataset.stop;
    says.textContent = said("recording", 0);
    ticking = setInterval(() => {
      says.textContent = said("recording", seconds());
      if (Date.now() - began >= most * 1000) kept.stop();
    }, 1000);
  }

  button.addEventListener("click", () => (recorder?.state === "recording" ? recorder.stop() : begin()));
  box.querySelector("[data-drop]").addEventListener("click", () => {
    drop();
    button.focus();
  });
  show();
}
