// The time clock: only what may follow for the person chosen can be tapped; Enter takes it where there is one way on.

const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-clock]"));
const acts = /** @type {HTMLButtonElement[]} */ (Array.from(form.querySelectorAll("button[name=kind]")));

function offer() {
  const chosen = form.querySelector("input[type=radio]:checked");
  const next = chosen?.getAttribute("data-next")?.split(" ");
  // A badge does not say on this page where its holder is: the server then refuses what cannot follow.
  for (const act of acts) act.disabled = next !== undefined && !next.includes(act.value);
}

/** @param {KeyboardEvent} event */
function entered(event) {
  if (event.key !== "Enter" || event.target instanceof HTMLButtonElement) return;
  event.preventDefault();
  const possible = acts.filter((act) => !act.disabled);
  if (possible.length === 1) form.requestSubmit(possible[0]);
  else possible[0]?.focus();
}

form.addEventListener("change", offer);
form.addEventListener("keydown", entered);
offer();
