// While words are typed: what they sound like, whom to call in danger, and what was reported there already. The words are
// sent, never put into an address; whatever fails stays silent, for it is only help.
const WAITS = 600; // milliseconds after the last key
const FEWEST = 4;

export function offerSuggestions(form) {
  const words = form.elements.words;
  const parts = [
    [form.dataset.suggest, form.querySelector("[data-suggested]")],
    [form.dataset.alike, form.querySelector("[data-alike-found]")],
  ].filter(([url, box]) => url && box);
  let timer;
  let asked = "";
  let turn = 0;

  async function ask() {
    const typed = words.value.trim();
    const place = form.elements.place_words?.value.trim() ?? "";
    if (typed + place === asked) return;
    asked = typed + place;
    const mine = ++turn;
    if (typed.length < FEWEST) {
      for (const [, box] of parts) box.replaceChildren();
      return;
    }
    for (const [url, box] of parts) {
      const sent = new FormData();
      sent.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      sent.set("words", typed);
      sent.set("door", form.dataset.door);
      sent.set("place", form.dataset.place);
      sent.set("place_words", place);
      sent.set("matter", form.querySelector("[name=matter]:checked")?.value ?? "");
      try {
        const answer = await fetch(url, { method: "POST", body: sent, credentials: "same-origin", headers: { "HX-Request": "true" } });
        if (mine !== turn) return;
        if (answer.ok) box.innerHTML = await answer.text();
      } catch {
        return; // no net: what was found stays
      }
    }
  }

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAITS);
  };
  words.addEventListener("input", later);
  form.elements.place_words?.addEventListener("input", later);
  if (words.value) ask();
}
