// What the programme being written makes of a purchase, said by the server's own engine after each change.

const PAUSE_MS = 150;

const form = /** @type {HTMLFormElement} */ (document.getElementById("loyalty-form"));
const example = /** @type {HTMLOutputElement} */ (document.getElementById("loyalty-example"));

let wait = 0;
let asked = new AbortController();

async function tryIt() {
  asked.abort();
  asked = new AbortController();
  let answer;
  try {
    const response = await fetch(form.dataset.try ?? "", { method: "POST", body: new FormData(form), signal: asked.signal });
    if (!response.ok) return;
    answer = await response.json();
  } catch {
    return; // a newer change is being tried, or the server is away: the words stay
  }
  example.toggleAttribute("data-wrong", answer.wrong);
  example.replaceChildren(...answer.lines.map((/** @type {string} */ line) => {
    const words = document.createElement("p");
    words.textContent = line;
    return words;
  }));
}

form.addEventListener("input", () => {
  clearTimeout(wait);
  wait = setTimeout(tryIt, PAUSE_MS);
});
