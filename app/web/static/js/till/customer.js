// The customer of the sale: found, chosen, written down, taken away; also of a sale that was just paid.

import { applyAnswer } from "../apply.js";
import { topDialog } from "../dialogs.js";
import { send } from "../send.js";
import { newUid } from "../uid.js";
import { queue } from "./acts.js";
import { findField, rest } from "./rest.js";
import { openSheet } from "./sheet.js";
import { cart, cartFields } from "./state.js";
import { enablePaying } from "./pay.js";

/** The search whose hits Enter waits for; null where it waits for none. @type {string | null} */
let awaited = null;
/** The customer whose panel is on its way. @type {string | null} */
let asked = null;

/** @returns {HTMLInputElement | null} */
function searchField() {
  const field = document.getElementById("find-customer");
  return field instanceof HTMLInputElement ? field : null;
}

/** The panel shows the customer an answer named: it is fetched only where that is another one. */
async function follow() {
  const wanted = cart.customerId;
  if (document.getElementById("customer")?.dataset.customer === wanted || asked === wanted) return;
  asked = wanted;
  // Where the server is away, the next answer asks again.
  const answer = await send("/till/customer", null).catch(() => null);
  asked = null;
  if (!answer?.ok) return;
  applyAnswer(answer.html);
  enablePaying();
  if (cart.customerId !== wanted) follow();
}

/** Finds a customer, or shows the one the sale has; what is being searched for goes along. */
export function findCustomer() {
  const button = document.querySelector("[data-find-customer]");
  if (!(button instanceof HTMLElement)) return;
  const query = findField().value.trim();
  // The panel may still show who has just gone.
  const details = cart.customerId ? button.dataset.sheet : undefined;
  openSheet(query ? `/till/customers?q=${encodeURIComponent(query)}` : details ?? "/till/customers");
}

/** Asks whose purchase the sale was whose change is still shown. */
export function askWhose() {
  document.querySelector(/** @type {any} */ ("#done [data-whose]"))?.click();
}

/** @param {HTMLElement} button */
function choose(button) {
  const { chooseCustomer: customer = "", sale } = button.dataset;
  const act_uid = newUid();
  topDialog()?.close();
  if (!sale) rest();
  queue.add({
    url: sale ? `/till/receipts/${sale}/customer` : "/till/customer",
    key: "customer",
    fields: () => ({ ...(sale ? {} : cartFields()), act_uid, customer }),
  });
}

function takeAway() {
  topDialog()?.close();
  queue.add({ url: "/till/customer/away", key: "customer", fields: cartFields });
}

/** Enter takes the best hit, or begins a new customer where nobody was found; it waits for hits under way. */
function takeFirst() {
  const field = searchField();
  const hits = document.getElementById("customer-hits");
  const text = field?.value.trim() ?? "";
  if (!field || !hits || !text) return;
  awaited = hits.dataset.q === text ? null : text;
  if (awaited !== null) htmx.trigger(field, "input");
  else hits.querySelector(/** @type {any} */ ("[data-choose-customer], [data-new-customer]"))?.click();
}

/**
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the key belonged to the search for a customer
 */
export function customerKey(event) {
  const field = searchField();
  if (!field || topDialog()?.id !== "sheet") return false;
  if (event.key === "Enter" && document.activeElement === field) takeFirst();
  else if (event.key === "F7") document.querySelector(/** @type {any} */ ("#sheet [data-new-customer]"))?.click();
  else return false;
  return true;
}

/**
 * A code scanned while a sheet asks for a card goes there.
 * @param {HTMLDialogElement} dialog
 * @param {string} code
 * @returns {boolean} whether the sheet asks for one
 */
export function takeCard(dialog, code) {
  const field = dialog.querySelector("[data-scan-into]");
  if (!(field instanceof HTMLInputElement)) return false;
  field.value = code;
  if (field === searchField()) takeFirst();
  else field.focus();
  return true;
}

export function startCustomer() {
  // The pages of the shift have sheets about customers too, but no sale.
  if (document.getElementById("cart-state")) document.addEventListener("till:changed", follow);
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const chosen = target?.closest("[data-choose-customer]");
    if (chosen instanceof HTMLElement) choose(chosen);
    if (target?.closest("[data-customer-away]")) takeAway();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (!(event.target instanceof Element) || event.target.id !== "customers-found" || awaited === null) return;
    // Whoever closed the sheet, or typed on, means it no more.
    if (topDialog()?.id === "sheet" && searchField()?.value.trim() === awaited) takeFirst();
    else awaited = null;
  });
}
