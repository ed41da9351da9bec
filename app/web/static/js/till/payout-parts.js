// A payout in parts: an amount for each way, never more than may go back by it; cash takes the rest.

import { openDialog } from "../dialogs.js";
import { play } from "../sound.js";
import { money, typedNumber } from "../words.js";
import { pay } from "./pay.js";
import { cart, decimals } from "./state.js";

function dialog() {
  return /** @type {HTMLDialogElement} */ (document.getElementById("pay-out-parts"));
}

/** @returns {HTMLInputElement[]} */
function fields() {
  return Array.from(dialog().querySelectorAll("input[data-way]"));
}

/**
 * What a field asks for in minor units; null where it is no amount, or more than may go back that way.
 * @param {HTMLInputElement} field
 */
function asked(field) {
  const amount = field.value.trim() ? typedNumber(field.value, decimals) : 0;
  return amount === null || amount > Number(field.dataset.most) ? null : amount;
}

/** What is left for cash; below zero the parts are more than is owed. */
function restMinor() {
  return -cart.toPayMinor - fields().reduce((sum, field) => sum + (asked(field) ?? 0), 0);
}

function show() {
  const rest = restMinor();
  const label = /** @type {HTMLElement} */ (dialog().querySelector("[data-back-label]"));
  label.textContent = label.dataset[rest < 0 ? "over" : "cash"] ?? "";
  /** @type {HTMLElement} */ (dialog().querySelector("[data-back-rest]")).textContent = money(Math.abs(rest), decimals);
  for (const field of fields()) field.setAttribute("aria-invalid", String(asked(field) === null));
}

/** @returns {boolean} whether money goes back in more than one way */
export function openPayoutParts() {
  const template = document.querySelector("#pay-out-parts-open template");
  if (!(template instanceof HTMLTemplateElement)) return false;
  document.getElementById("pay-out-fields")?.replaceChildren(template.content.cloneNode(true));
  openDialog("pay-out-parts");
  show();
  const [first] = fields();
  first.focus();
  first.select();
  return true;
}

async function give() {
  const wrong = fields().find((field) => asked(field) === null) ?? (restMinor() < 0 ? fields()[0] : undefined);
  if (wrong) {
    play("error");
    wrong.focus();
    wrong.select();
    return;
  }
  /** @type {import("./pay.js").Part[]} */
  const given = fields().flatMap((field) => {
    const amount = asked(field);
    return amount ? [{ kind: /** @type {any} */ (field.dataset.way), amount: -amount }] : [];
  });
  const answer = await pay(restMinor() > 0 ? [...given, { kind: "cash", amount: null }] : given);
  if (answer?.ok) dialog().close();
}

export function startPayoutParts() {
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-pay-out-parts]")) openPayoutParts();
  });
  dialog().addEventListener("input", show);
  document.getElementById("pay-out-parts-form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    give();
  });
}
