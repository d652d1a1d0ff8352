// What pages gain where scripts run: parts of pages by htmx, words when something fails, menus that close.
import "htmx.org";
import "./scripts/keys.js";
import "./scripts/combobox.js";
import "./scripts/acts.js";
import { signIn } from "./scripts/leaving.js";
import { offerSlip } from "./scripts/slip.js";

offerSlip();

const toast = () => document.getElementById("toast");
let closing;

function say(kind) {
  const box = toast();
  if (!box) return;
  box.textContent = box.dataset[kind] ?? box.dataset.failed;
  box.hidden = false;
  clearTimeout(closing);
  closing = setTimeout(() => {
    box.textContent = "";
    box.hidden = true;
  }, 8000);
}

const isWholePage = (text) => /^\s*<!doctype/i.test(text);

document.addEventListener("htmx:before:response", (event) => {
  const { raw } = event.detail.ctx.response;
  if (!raw.redirected) return;
  event.preventDefault();
  signIn(raw.url);
});

// A whole page never goes into a part of one.
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.response.status >= 500) say(ctx.response.status === 503 ? "busy" : "failed");
  else if (ctx.response.status >= 400 && isWholePage(ctx.text)) {
    ctx.swap = "none";
    say(ctx.response.status === 404 ? "gone" : "failed");
  }
});

document.addEventListener("htmx:error", (event) => {
  if (event.detail.ctx) say("offline");
});

// After a part with errors came in, start reading at the summary.
document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx.response?.status === 422) document.querySelector(".l-problems, .l-refusal")?.focus();
});

// A table that scrolls within itself can be reached by the keyboard.
for (const table of document.querySelectorAll(".table:not(.l-stack)")) {
  if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
}

// Menus are <details>: a click elsewhere or Escape closes them.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.l-menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.l-menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A text to take into another program: the button is shown only where it works, and says when it has. Pages without
// HTTPS have no clipboard of their own, so the older way follows.
function offerCopies(within) {
  for (const button of within.querySelectorAll("[data-copy][hidden]")) {
    button.hidden = false;
    button.parentElement.querySelector("[role=status]").textContent = "";
  }
}
offerCopies(document);
document.addEventListener("htmx:after:swap", () => offerCopies(document));
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  const box = button && document.getElementById(button.dataset.copy);
  if (!box) return;
  box.focus();
  box.select();
  try {
    await navigator.clipboard.writeText(box.value);
  } catch {
    if (!document.execCommand("copy")) return;
  }
  button.parentElement.querySelector("[role=status]").textContent = button.dataset.copied;
});
