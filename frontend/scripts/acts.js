// Keys: a letter opens the form, presses the button or follows the link that names it, outside of boxes and without a
// modifier. The page says which: data-key="s". On the page of a case its acts come before the keys of lists.
let goes = 0; // when "g" was pressed: the letter behind it says where to go, in keys.js
const typing = (at) => at.closest?.("input, textarea, select, [contenteditable]");

document.addEventListener(
  "keydown",
  (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      const open = event.target.closest?.("details.l-act[open]");
      if (!open) return;
      open.open = false;
      open.querySelector("summary").focus();
      return;
    }
    if (event.key.length !== 1 || typing(event.target) || document.querySelector("dialog[open]")) return;
    const wanted = event.key.toLowerCase();
    if (wanted === "g") goes = Date.now();
    else if (Date.now() - goes < 1200) return void (goes = 0);
    const act = [...document.querySelectorAll("main [data-key]")].find((one) => one.dataset.key === wanted && !one.hidden);
    if (!act) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // An act under 更多: open what it stands in first.
    const own = act.tagName === "SUMMARY" ? act.parentElement : act;
    for (let at = own.parentElement?.closest("details"); at; at = at.parentElement?.closest("details")) at.open = true;
    if (own === act) {
      act.focus();
      act.click();
      return;
    }
    own.open = true;
    own.scrollIntoView({ block: "nearest" });
    const box = own.querySelector("textarea, input:not([type=hidden]), select");
    box?.focus();
    if (box?.tagName === "TEXTAREA") box.setSelectionRange(box.value.length, box.value.length);
  },
  true,
);

// One form at a time: opening one shuts the others beside it, unless something was typed there.
document.addEventListener(
  "toggle",
  (event) => {
    const opened = event.target;
    if (!opened.matches?.("details.l-act") || !opened.open) return;
    for (const other of opened.parentElement.querySelectorAll(":scope > details.l-act[open]")) {
      const written = [...other.querySelectorAll("textarea")].some((box) => box.value !== box.defaultValue);
      if (other !== opened && !written) other.open = false;
    }
  },
  true,
);

// A standard text goes into its box at once: in place of nothing or of another standard text, else after what was typed.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-fill]");
  const box = link && document.getElementById(link.dataset.fill);
  if (!box || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const { words } = link.dataset;
  const untouched = box.value.trim() === "" || box.value === box.dataset.filled;
  box.value = untouched ? words : `${box.value.trimEnd()}\n${words}`;
  box.dataset.filled = untouched ? words : "";
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
  // The first line that waits for words: one that ends in a colon.
  const gap = words.search(/[\uff1a:]\n/);
  const at = gap >= 0 ? box.value.length - words.length + gap + 1 : box.value.length;
  box.setSelectionRange(at, at);
});
