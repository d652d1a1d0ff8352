// The keyboard of the desk: through a list, into a case and back. The links and boxes of the page stay the real targets; all
// words stand in the page. Never while somebody types, never with a key that the browser or a screen reader uses.
const fields = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";
const list = () => document.querySelector("[data-keys]");
const rows = () => [...(list()?.querySelectorAll("tbody > tr") ?? [])];
const link = (row) => row?.querySelector("th a[href], a[href]");
const box = (row) => row?.querySelector("input[type=checkbox][name=case]");
const sheet = document.getElementById("keys");
let goes = 0;

// The row in which the focus lies; after a click elsewhere the one that had it last.
let last = -1;
const here = () => {
  const found = rows().findIndex((row) => row.contains(document.activeElement));
  return found < 0 ? last : found;
};
const current = () => rows()[here()];

function step(by) {
  const all = rows();
  if (!all.length) return false;
  last = Math.min(Math.max(here() + by, 0), all.length - 1);
  const to = link(all[last]);
  to?.focus();
  all[last].scrollIntoView({ block: "nearest" });
  return true;
}

function follow(selector) {
  const to = document.querySelector(selector);
  if (!to) return false;
  to.click();
  return true;
}

function pick() {
  const one = box(current());
  if (!one) return false;
  one.click();
  return true;
}

// Without a choice the row in which one stands is meant.
function act(name) {
  const button = document.querySelector(`[data-key-act="${name}"]`);
  if (!button) return false;
  const one = box(current());
  if (one && !document.querySelector("[data-keys] input[name=case]:checked")) one.click();
  if (!document.querySelector("[data-keys] input[name=case]:checked")) return false;
  button.click();
  return true;
}

function search() {
  const fields = [...document.querySelectorAll("[data-find], [role=search] input[name=q]")];
  const field = fields.find((one) => one.checkVisibility?.() ?? one.offsetParent);
  if (field) {
    field.focus();
    field.select?.();
    return true;
  }
  return follow(".l-side a[href$='/work/search/']");
}

function help() {
  if (!sheet?.showModal) return false;
  sheet.showModal();
  return true;
}

const after = { w: () => follow(".l-side a[href$='/work/'], .l-bar a[href$='/work/']"), i: () => follow("a[href$='/inbox/']") };
const keys = {
  j: () => step(1),
  ArrowDown: () => inList() && step(1),
  k: () => step(-1),
  ArrowUp: () => inList() && step(-1),
  x: pick,
  a: () => act("dispatch"),
  r: () => act("nudge"),
  u: () => follow("[data-key-back]"),
  n: () => follow("[data-key-behind]"),
  p: () => follow("[data-key-before]"),
  s: () => follow("[data-key-skip]"),
  "/": search,
  "?": help,
};
// Arrows scroll the page until the focus is in the list.
const inList = () => Boolean(list()?.contains(document.activeElement));

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (target.closest?.(fields) || document.querySelector("dialog[open]")) return;
  if (Date.now() - goes < 1200 && after[key]) {
    goes = 0;
    if (after[key]()) event.preventDefault();
    return;
  }
  if (key === "g") {
    goes = Date.now();
    return;
  }
  const choice = document.querySelector(`[data-key-choice="${CSS.escape(key)}"]`);
  if (choice) {
    choice.focus();
    choice.click();
    event.preventDefault();
    return;
  }
  if (keys[key]?.()) event.preventDefault();
});

for (const button of document.querySelectorAll("[data-keys-help]")) {
  if (!sheet?.showModal) break;
  button.hidden = false;
  button.addEventListener("click", help);
}

// Several at once: the bar is there when something is chosen and says how many.
const bulk = document.querySelector("[data-bulk]");
if (bulk) {
  const all = bulk.querySelector("[data-pick-all]");
  const bar = bulk.querySelector("[data-bulk-bar]");
  const count = bulk.querySelector("[data-bulk-count]");
  const none = bulk.querySelector("[data-bulk-none]");
  const boxes = [...bulk.querySelectorAll("input[name=case]")];
  const show = () => {
    const number = boxes.filter((one) => one.checked).length;
    bar.hidden = number === 0;
    bar.classList.toggle("l-bulk-held", number > 0);
    count.textContent = count.dataset.words.replace("{n}", number);
    none.hidden = false;
    if (all) {
      all.checked = number === boxes.length;
      all.indeterminate = number > 0 && number < boxes.length;
    }
  };
  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const one of boxes) one.checked = all.checked;
      show();
    });
  }
  bulk.addEventListener("change", show);
  bulk.addEventListener("reset", () => setTimeout(show));
  // A box that the browser has kept from before, going back, counts as well.
  addEventListener("pageshow", show);
  show();
}

// Filters that are not used stay out of the address.
for (const form of document.querySelectorAll("[data-filters]")) {
  form.addEventListener("submit", () => {
    for (const one of form.querySelectorAll("select, input")) if (!one.value) one.disabled = true;
  });
}
addEventListener("pageshow", () => {
  for (const one of document.querySelectorAll("[data-filters] :disabled")) one.disabled = false;
});
