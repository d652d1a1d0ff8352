// A place found while its name is typed: a combobox as ARIA describes it, over a field that works without. The list comes
// from the server as a part with role=listbox; what is chosen goes along in a hidden field named by data-value.
import { signIn } from "./leaving.js";

const WAIT = 120; // milliseconds without a key before the server is asked

function enhance(box) {
  const input = box.querySelector("input");
  if (!input || box.dataset.ready) return;
  box.dataset.ready = "1";
  const list = document.createElement("div");
  list.className = "l-combo-list";
  list.id = `${input.id}_options`;
  list.hidden = true;
  input.after(list);
  const chosen = document.createElement("input");
  chosen.type = "hidden";
  input.after(chosen);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
    input.setAttribute(name, value);
  }
  let active = -1;
  let timer;
  let asking;
  let pending = false;

  const options = () => [...list.querySelectorAll("[role=option]")];

  function mark(index) {
    const all = options();
    active = all.length ? (index + all.length) % all.length : -1;
    all.forEach((one, at) => one.setAttribute("aria-selected", at === active ? "true" : "false"));
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    }
  }

  function show(html) {
    list.innerHTML = html;
    list.hidden = !html.trim();
    input.setAttribute("aria-expanded", options().length ? "true" : "false");
    mark(0);
  }

  function close() {
    clearTimeout(timer);
    asking?.abort();
    pending = false;
    show("");
  }

  function choose(option) {
    input.value = option.dataset.label;
    chosen.name = box.dataset.value;
    chosen.value = option.dataset.value;
    document.getElementById(box.dataset.clears)?.replaceChildren();
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    const url = `${box.dataset.combobox}?${new URLSearchParams({ [input.name]: input.value })}`;
    try {
      const answer = await fetch(url, { headers: { "HX-Request": "true" }, signal: asking.signal });
      pending = false;
      if (answer.redirected) return signIn(answer.url);
      if (answer.ok) show(await answer.text());
    } catch {
      // Without an answer the words are sent as they are, and the server looks for the place.
    }
  }

  input.addEventListener("input", () => {
    chosen.removeAttribute("name");
    document.getElementById(box.dataset.clears)?.replaceChildren();
    clearTimeout(timer);
    if (input.value.trim().length < 2) return close();
    pending = true;
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const all = options();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (all.length) mark(active + (event.key === "ArrowDown" ? 1 : -1));
      else if (input.value.trim().length > 1) ask();
    } else if (event.key === "Enter" && (all.length || pending)) {
      event.preventDefault(); // what was asked for is on its way: wait for it
      if (all.length && active >= 0) choose(all[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    } else if (event.key === "Tab" && all.length === 1) choose(all[0]);
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
  input.addEventListener("blur", close);
}

const enhanceAll = () => document.querySelectorAll("[data-combobox]").forEach(enhance);
enhanceAll();
document.addEventListener("htmx:after:swap", enhanceAll);

// Ctrl+Enter sends a form that says so.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest?.('form[data-send="ctrl-enter"]');
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
});

// A button that prints is shown only where scripts run.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
