// What a pattern of the scales makes of a label, said by the server's own reader after each change of the form.

const PAUSE_MS = 120;

const form = /** @type {HTMLFormElement} */ (document.getElementById("scale-pattern"));
const said = /** @type {HTMLOutputElement} */ (document.getElementById("tried"));
const pattern = /** @type {HTMLInputElement} */ (form.elements.namedItem("pattern"));
const label = /** @type {HTMLInputElement} */ (form.elements.namedItem("label"));

let wait = 0;
let asked = new AbortController();

async function tryIt() {
  asked.abort();
  asked = new AbortController();
  said.hidden = !pattern.value.trim();
  if (said.hidden) return;
  let answer;
  try {
    const response = await fetch(form.dataset.try ?? "", { method: "POST", body: new FormData(form), signal: asked.signal });
    if (!response.ok) return;
    answer = await response.json();
  } catch {
    return; // a newer change is being tried, or the server is away: the words stay
  }
  said.toggleAttribute("data-wrong", answer.wrong);
  said.textContent = answer.said;
}

form.addEventListener("input", () => {
  clearTimeout(wait);
  wait = setTimeout(tryIt, PAUSE_MS);
});
// A scanner ends a label with Enter: that tries it, and adds nothing yet.
label.addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault();
});
tryIt();
