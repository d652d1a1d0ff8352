// Keys of the acts of a case: a letter opens its form or presses its button, outside of boxes and without a modifier.
// The page says which: data-key="s".
const typing = (at) => at.closest?.("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") {
    const open = event.target.closest?.("details.l-act[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
    return;
  }
  if (event.key.length !== 1 || typing(event.target)) return;
  const act = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!act) return;
  event.preventDefault();
  // An act under 更多: open what it stands in first.
  for (let at = act.parentElement?.closest("details"); at; at = at.parentElement?.closest("details")) {
    if (at !== act.parentElement || act.tagName !== "SUMMARY") at.open = true;
  }
  if (act.tagName !== "SUMMARY") {
    act.focus();
    act.click();
    return;
  }
  const form = act.parentElement;
  form.open = true;
  form.scrollIntoView({ block: "nearest" });
  form.querySelector("textarea, input:not([type=hidden]), select")?.focus();
});

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
