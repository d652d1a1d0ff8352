// Sends a report so that nothing is lost: when the net drops, everything stays and is sent again with the same token,
// which arrives once. Words survive a reload of the page.
import { offerPhotos } from "./photos.js";
import { offerSuggestions } from "./suggest.js";
import { offerVoice } from "./voice.js";

const AGAIN_AFTER = 15000; // milliseconds; not every browser says when the net is back
const KEPT = ["words", "place_words"];
const photos = [];
const voice = {};
const key = () => `linli.report ${location.pathname}${location.search}`;

// Storage is closed in some browsers; then nothing survives, and nothing breaks.
function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(key())) ?? {};
  } catch {
    return {};
  }
}

function store(what) {
  try {
    if (what) sessionStorage.setItem(key(), JSON.stringify(what));
    else sessionStorage.removeItem(key());
  } catch {
    // as above
  }
}

const typed = (form) => Object.fromEntries(KEPT.filter((name) => form.elements[name]).map((name) => [name, form.elements[name].value]));

function restore(form) {
  const { token, ...words } = stored();
  for (const [name, value] of Object.entries(words)) {
    if (form.elements[name] && !form.elements[name].value) form.elements[name].value = value;
  }
  // It may have arrived before the page was loaded anew: the same token finds it.
  if (token) form.elements.token.value = token;
}

async function contents(form) {
  voice.stop?.();
  await Promise.all([photos.ready, voice.ready]);
  const sent = new FormData(form);
  sent.delete("photos");
  photos.forEach(({ blob, name }, at) => sent.append("photos", blob, blob instanceof File ? blob.name : `${name || at}.jpg`));
  if (voice.blob) {
    sent.append("voice", voice.blob, "voice");
    sent.append("voice_seconds", voice.seconds);
  }
  return sent;
}

function post(url, body, onShare) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch does not tell how much has gone
    request.open("POST", url);
    request.setRequestHeader("HX-Request", "true");
    request.upload.onprogress = (event) => event.lengthComputable && onShare(Math.floor((100 * event.loaded) / event.total));
    request.onload = () => resolve(request);
    request.onerror = request.ontimeout = request.onabort = reject;
    request.timeout = 180000;
    request.send(body);
  });
}

function setUp(form, state) {
  const says = form.querySelector(".l-sending");
  const button = form.querySelector(".l-send");

  function say(what, share) {
    says.textContent = what ? says.dataset[what].replace("{percent}", share) : "";
    says.classList.toggle("l-stuck", ["offline", "busy", "failed"].includes(what));
  }

  // Once it may have arrived, its token is kept with it.
  function keep() {
    store({ ...typed(form), ...(state.isUnsure && { token: form.elements.token.value }) });
  }

  function waitFor(what) {
    say(what);
    button.disabled = false;
    button.textContent = button.dataset.again;
    state.isUnsure = true;
    keep();
    clearTimeout(state.timer);
    if (what === "failed") return;
    state.waits = send;
    state.timer = setTimeout(send, AGAIN_AFTER);
  }

  async function send() {
    if (state.isSending) return;
    state.isSending = true;
    state.waits = undefined;
    clearTimeout(state.timer);
    button.disabled = true;
    say(photos.length || voice.blob ? "preparing" : "sending");
    try {
      const body = await contents(form);
      say("sending");
      const big = photos.length || voice.blob;
      const answer = await post(form.getAttribute("action") || location.href, body, (share) => big && say("share", share));
      answered(answer);
    } catch {
      waitFor("offline");
    } finally {
      state.isSending = false;
    }
  }

  function answered(answer) {
    const to = answer.getResponseHeader("HX-Redirect");
    if (answer.status === 200 && to) {
      store();
      form.reset();
      location.assign(to);
    } else if (answer.status === 422) refused(answer.responseText);
    else waitFor(answer.status === 503 || answer.status === 429 ? "busy" : "failed");
  }

  // The form comes back with what is wrong; photos and recording are still here.
  function refused(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const again = page.getElementById("report");
    if (!again) return waitFor("failed");
    form.replaceWith(document.adoptNode(again));
    setUp(again, state);
    (again.querySelector(".l-problems, .l-refusal") ?? again).focus();
    scrollTo({ top: again.getBoundingClientRect().top + scrollY - 16 });
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  form.addEventListener("input", keep);
  offerPhotos(form, photos);
  offerVoice(form, voice);
  offerSuggestions(form);
}

export function offerSending() {
  const form = document.getElementById("report");
  if (!form || !window.FormData || !window.XMLHttpRequest) return;
  const state = {};
  restore(form);
  setUp(form, state);
  addEventListener("online", () => state.waits?.());
  // Back from the slip: a new report has a new token.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}
