// A payment in parts: kept here until the rest is nothing, then sent as one.

import { openDialog, topDialog } from "../dialogs.js";
import { play } from "../sound.js";
import { money, typeableMoney, typedNumber, words } from "../words.js";
import { pay } from "./pay.js";
import { cart, decimals } from "./state.js";

/** @type {import("./pay.js").Part[]} */
let parts = [];

function dialog() {
  return /** @type {HTMLDialogElement} */ (document.getElementById("split"));
}

function amountField() {
  return /** @type {HTMLInputElement} */ (document.getElementById("split-amount"));
}

function finishButton() {
  return /** @type {HTMLButtonElement} */ (document.getElementById("split-finish"));
}

/** What is still to pay in minor units; below zero is change. */
function restMinor() {
  const paid = parts.reduce((sum, part) => sum + (part.amount ?? 0), 0);
  const isCashOnly = parts.length > 0 && parts.every((part) => part.kind === "cash");
  return (isCashOnly ? cart.cashDueMinor : cart.dueMinor) - paid;
}

/**
 * @param {import("./pay.js").Part} part
 * @param {number} at
 */
function row(part, at) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById("split-part"));
  const item = /** @type {HTMLElement} */ (template.content.cloneNode(true));
  for (const [name, text] of [["kind", words(part.kind)], ["amount", money(part.amount ?? 0, decimals)]]) {
    const place = item.querySelector(`[data-part-${name}]`);
    if (place) place.textContent = text;
  }
  item.querySelector("[data-take-back]")?.setAttribute("data-take-back", String(at));
  return item;
}

/** @param {string} name */
function place(name) {
  return /** @type {HTMLElement} */ (dialog().querySelector(`[data-split="${name}"]`));
}

/** Whether the customer of the sale may buy on account. */
function mayOwe() {
  return document.querySelector('#account-way [data-pay="account"]') !== null;
}

function show() {
  const rest = restMinor();
  const isPaid = parts.length > 0 && rest <= 0;
  place("total").textContent = money(cart.dueMinor, decimals);
  place("rest").textContent = money(Math.abs(rest), decimals);
  place("label").textContent = place("label").dataset[rest < 0 ? "change" : "rest"] ?? "";
  place("label").parentElement?.classList.toggle("is-change", isPaid);
  document.getElementById("split-parts")?.replaceChildren(...parts.map(row));
  /** @type {HTMLElement} */ (document.getElementById("split-none")).hidden = parts.length > 0;
  finishButton().disabled = !isPaid;
  dialog().dataset.scan = parts.length > 0 ? "refuse" : "close";
  for (const button of dialog().querySelectorAll("[data-part]")) /** @type {HTMLButtonElement} */ (button).disabled = isPaid;
  amountField().disabled = isPaid;
  amountField().value = isPaid ? "" : typeableMoney(rest, decimals);
  if (isPaid) finishButton().focus();
  else amountField().select();
}

/** @param {"cash" | "card" | "transfer" | "account"} kind */
function addPart(kind) {
  const amount = typedNumber(amountField().value, decimals);
  if (restMinor() <= 0 && parts.length > 0) return;
  if (!amount || (kind !== "cash" && amount > restMinor())) {
    play("error");
    amountField().select();
    return;
  }
  parts = [...parts, { kind, amount }];
  show();
}

export function openSplit() {
  if (cart.lineCount === 0) return;
  parts = [];
  /** @type {HTMLElement} */ (dialog().querySelector('[data-part="account"]')).hidden = !mayOwe();
  openDialog("split");
  show();
}

/**
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the key belonged to the open payment
 */
export function splitKey(event) {
  if (topDialog() !== dialog()) return false;
  if (event.key === "F10") addPart("card");
  else if (event.key === "F9") addPart("transfer");
  else if (event.key === "F7" && mayOwe()) addPart("account");
  else if (event.key === "Enter" && document.activeElement === amountField()) addPart("cash");
  else return false;
  return true;
}

export function startSplit() {
  dialog().addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const kind = target?.closest("[data-part]")?.getAttribute("data-part");
    if (kind) addPart(/** @type {any} */ (kind));
    const back = target?.closest("[data-take-back]")?.getAttribute("data-take-back");
    if (back) {
      parts = parts.filter((_part, at) => at !== Number(back));
      show();
    }
  });
  document.getElementById("split-form")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (finishButton().disabled) return;
    const answer = await pay(parts);
    if (answer?.ok) dialog().close();
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-open-split]")) openSplit();
  });
}
