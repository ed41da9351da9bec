// Paying out: money that leaves the drawer is confirmed in words. An even exchange is finished with one key.

import { openDialog, topDialog } from "../dialogs.js";
import { pay } from "./pay.js";

/** What is sent once the words are confirmed. @type {string} */
let tenders = "[]";

function zone() {
  return /** @type {HTMLElement} */ (document.getElementById("payout"));
}

function sum() {
  return document.querySelector("#totals .totals__sum")?.textContent ?? "";
}

/** @param {HTMLElement | null} button */
function confirmInWords(button) {
  if (!button) return;
  tenders = button.dataset.tenders ?? "[]";
  const template = /** @type {HTMLTemplateElement} */ (button.querySelector("template"));
  document.getElementById("pay-out-words")?.replaceChildren(template.content.cloneNode(true));
  openDialog("pay-out", { sum: sum() });
}

function cardCode() {
  return /** @type {HTMLInputElement} */ (document.getElementById("pay-out-code"));
}

/** @param {string} code of the card that it goes onto; empty for a new one */
function askForCard(code) {
  topDialog()?.close();
  cardCode().value = code;
  const dialog = openDialog("pay-out-card", { sum: sum() });
  if (code) /** @type {HTMLElement} */ (dialog.querySelector('[type="submit"]')).focus();
}

/** @returns {boolean} whether money goes back, or none is to be paid: then the way forward begins here */
export function payOut() {
  const { kind } = zone().dataset;
  if (kind === "out") confirmInWords(document.getElementById("pay-out-proposed"));
  else if (kind === "even") pay([]);
  else return false;
  return true;
}

/** @returns {boolean} whether money goes back */
export function payOutCash() {
  if (zone().dataset.kind !== "out") return payOut();
  confirmInWords(document.getElementById("pay-out-cash") ?? document.getElementById("pay-out-proposed"));
  return true;
}

export function startPayout() {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const button = target?.closest("[data-pay-out]");
    if (button instanceof HTMLElement) confirmInWords(button);
    if (target?.closest("[data-finish-even]")) pay([]);
    const onCard = target?.closest("[data-pay-out-card]");
    if (onCard) askForCard(onCard.getAttribute("data-pay-out-card") ?? "");
  });
  document.getElementById("pay-out-card-form")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await pay([{ kind: "gift_card", amount: null, code: cardCode().value.trim() || null }]);
    if (answer?.ok) /** @type {HTMLDialogElement} */ (document.getElementById("pay-out-card")).close();
  });
  document.getElementById("pay-out-form")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await pay(JSON.parse(tenders));
    if (answer?.ok) /** @type {HTMLDialogElement} */ (document.getElementById("pay-out")).close();
  });
}
