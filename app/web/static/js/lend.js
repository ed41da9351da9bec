// The PIN pad over the screen: a supervisor lends a right for one act.

import { showNotice } from "./apply.js";
import { openDialog } from "./dialogs.js";
import { NoAnswer, send } from "./send.js";
import { words } from "./words.js";

/** @type {string} */
let badge = "";
/** @type {string} */
let accountId = "";

/** @param {string} id */
function part(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/**
 * @param {string} name
 * @returns {string} the letters that stand for the person
 */
function letters(name) {
  return name.split(/\s+/).slice(0, 2).map((word) => word.charAt(0).toUpperCase()).join("");
}

/** @param {{account_id: number, name: string}} person */
function personButton(person) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "person";
  button.setAttribute("aria-pressed", "false");
  button.dataset.account = String(person.account_id);
  const face = document.createElement("span");
  face.className = "person__face";
  face.textContent = letters(person.name);
  face.setAttribute("aria-hidden", "true");
  button.append(face, person.name);
  return button;
}

/** @param {string} chosen */
function choose(chosen) {
  accountId = chosen;
  badge = "";
  part("lend-badge").hidden = true;
  for (const button of part("lend-people").querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.dataset.account === chosen));
  }
}

/**
 * A badge scanned while the pad is open names the supervisor.
 * @param {string} code
 */
export function badgeScanned(code) {
  choose("");
  badge = code;
  part("lend-badge").hidden = false;
  part("lend-pin").focus();
}

/**
 * Shows who could lend the right; what the right is called is written in the head of the pad.
 * @param {string} right
 */
async function showPeople(right) {
  const response = await fetch(`/auth/lenders?right=${encodeURIComponent(right)}`, { headers: { Accept: "application/json" } });
  if (!response.ok) return;
  const { right: label, people } = await response.json();
  const place = document.querySelector('#lend [data-fill="right"]');
  if (place) place.textContent = label;
  part("lend-people").replaceChildren(...people.map(personButton));
  if (people.length === 1) choose(String(people[0].account_id));
}

/**
 * Asks for the right over the screen.
 * @param {string} right
 * @returns {Promise<string | null>} the grant that goes with the act, null where it was not given
 */
export function borrow(right) {
  const dialog = openDialog("lend", { right: "" });
  const form = /** @type {HTMLFormElement} */ (part("lend-form"));
  const errors = /** @type {HTMLElement} */ (dialog.querySelector("[data-errors]"));
  form.reset();
  choose("");
  part("lend-people").replaceChildren();
  part("lend-pin").focus();
  showPeople(right).catch(() => showNoAnswer(errors));
  return new Promise((done) => {
    /** @type {string | null} */
    let grant = null;
    /** @param {SubmitEvent} event */
    const submit = async (event) => {
      event.preventDefault();
      const pin = /** @type {HTMLInputElement} */ (part("lend-pin"));
      try {
        const answer = await send("/auth/lend", { right, pin: pin.value, badge, account_id: accountId });
        if (answer.ok) {
          grant = JSON.parse(answer.html).grant;
          dialog.close();
          return;
        }
        showNotice(answer.html, errors);
        pin.select();
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        showNoAnswer(errors);
      }
    };
    form.addEventListener("submit", submit);
    dialog.addEventListener("close", () => {
      form.removeEventListener("submit", submit);
      form.reset();
      done(grant);
    }, { once: true });
  });
}

/** @param {HTMLElement} errors */
function showNoAnswer(errors) {
  errors.textContent = words("no_answer");
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("#lend-people button");
  if (!(button instanceof HTMLElement)) return;
  choose(button.dataset.account ?? "");
  part("lend-pin").focus();
});
