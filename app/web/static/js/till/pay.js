// Payment: exact cash, cash handed over, card, transfer. Pressing twice is one payment.

import { showSentence } from "../apply.js";
import { openDialog } from "../dialogs.js";
import { play } from "../sound.js";
import { money, typedNumber, words } from "../words.js";
import { queue } from "./acts.js";
import { rest } from "./rest.js";
import { newUid } from "../uid.js";
import { cart, cartFields, decimals } from "./state.js";
import { DONE } from "./submit.js";

/** A suffix a scanner sends late must not pay. */
const CALM_MS = 350;

/** The answer while a card terminal is at it. */
const AT_THE_TERMINAL = 202;

let receivedSinceMs = 0;

/**
 * @typedef {object} Part
 * @property {"cash" | "card" | "transfer" | "account" | "gift_card"} kind
 * @property {number | null} amount in minor units; null is all of it
 * @property {string | null} [code] of the gift card that is paid onto
 */

/** @param {string} id */
function field(id) {
  return /** @type {HTMLInputElement} */ (document.getElementById(id));
}

/**
 * What an answer asks first: how old the buyer is, whether the clock may be wrong.
 * @param {import("../send.js").Answer | null} answer
 * @returns {Promise<boolean>} whether there was such a question, and it was agreed to
 */
function agreed(answer) {
  const dialog = document.getElementById(answer?.headers.get("X-Open") ?? "");
  if (!(dialog instanceof HTMLDialogElement) || answer?.ok) return Promise.resolve(false);
  dialog.returnValue = "";
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === DONE), { once: true });
  });
}

/**
 * Pays the cart as it is when the act's turn comes; where something has to be agreed to first, it goes on after that.
 * @param {Part[]} parts
 */
export async function pay(parts) {
  const answer = await payOnce(parts);
  return (await agreed(answer)) ? pay(parts) : answer;
}

/** @param {Part[]} parts */
async function payOnce(parts) {
  if (cart.lineCount === 0 && queue.size === 0) return null;
  const buttons = document.querySelectorAll("[data-pay], [data-cash]");
  for (const button of buttons) button.classList.add("is-busy");
  const answer = await queue.add({
    url: "/till/pay",
    key: "pay",
    wholeLine: true,
    fields: () => (cart.lineCount === 0 ? null : { ...cartFields(), seen: String(cart.toPayMinor), tenders: JSON.stringify(parts), payment_uid: newUid() }),
  });
  for (const button of document.querySelectorAll("[data-pay], [data-cash]")) button.classList.remove("is-busy");
  if (answer?.ok && answer.status !== AT_THE_TERMINAL) {
    field("received").value = "";
    showChange();
    rest();
  }
  return answer;
}

export function payExactCash() {
  return pay([{ kind: "cash", amount: null }]);
}

/** @param {"card" | "transfer" | "account"} kind */
export function payAll(kind) {
  return pay([{ kind, amount: null }]);
}

/** @param {string} text */
function payTyped(text) {
  const amount = typedNumber(text, decimals);
  if (amount !== null) return pay([{ kind: "cash", amount }]);
  play("error");
  showSentence("warn", words("not_a_number"));
  return null;
}

function showChange() {
  const place = /** @type {HTMLElement} */ (document.getElementById("received-change"));
  const amount = typedNumber(field("received").value, decimals);
  const over = amount === null ? 0 : amount - cart.cashDueMinor;
  const isMissing = over < 0;
  place.classList.toggle("is-missing", isMissing);
  if (amount === null || cart.lineCount === 0) place.textContent = "";
  else place.textContent = words(isMissing ? "missing" : "change", { amount: money(Math.abs(over), decimals) });
}

export function focusReceived() {
  field("received").focus();
  field("received").select();
}

/**
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the key belonged to the field of cash received
 */
export function receivedKey(event) {
  if (document.activeElement !== field("received")) return false;
  if (event.key === "Enter") {
    if (field("received").value.trim()) payTyped(field("received").value);
    else if (event.timeStamp - receivedSinceMs > CALM_MS) payExactCash();
    return true;
  }
  if (event.key === " " && !field("received").value) {
    payExactCash();
    return true;
  }
  return false;
}

/** Buttons of payment work while there is something to pay. */
export function enablePaying() {
  const isEmpty = cart.lineCount === 0;
  for (const button of document.querySelectorAll("[data-pay], [data-cash], [data-open-split], button[data-tip]")) {
    /** @type {HTMLButtonElement} */ (button).disabled = isEmpty;
  }
  field("received").placeholder = isEmpty ? "—" : money(cart.cashDueMinor, decimals);
  showChange();
}

/** @param {MouseEvent} event */
function clicked(event) {
  const target = event.target instanceof Element ? event.target : null;
  const way = target?.closest("[data-pay]")?.getAttribute("data-pay");
  if (way === "cash") {
    if (field("received").value.trim()) payTyped(field("received").value);
    else payExactCash();
  } else if (way === "card" || way === "transfer" || way === "account") payAll(way);
  const note = target?.closest("[data-cash]")?.getAttribute("data-cash");
  if (note) pay([{ kind: "cash", amount: Number(note) }]);
  if (target?.closest("[data-received-pad]") && cart.lineCount > 0) openDialog("received-pad");
}

export function startPay() {
  document.addEventListener("click", clicked);
  document.addEventListener("till:changed", enablePaying);
  field("received").addEventListener("input", showChange);
  field("received").addEventListener("focus", () => {
    receivedSinceMs = performance.now();
  });
  document.getElementById("received-form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = field("received-pad-value").value;
    /** @type {HTMLDialogElement} */ (document.getElementById("received-pad")).close();
    payTyped(typed);
  });
  enablePaying();
}
