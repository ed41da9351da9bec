// What the page knows of the cart: read from the last answer of the server.

import { newUid } from "../uid.js";

function facts() {
  return /** @type {HTMLElement} */ (document.getElementById("cart-state")).dataset;
}

export const cart = {
  /** The open cart's uid; where there is none yet, the page makes the one the first line will open. */
  get uid() {
    const known = facts();
    known.uid ||= newUid();
    return known.uid;
  },
  get version() {
    return facts().version ?? "0";
  },
  get lineCount() {
    return Number(facts().count);
  },
  get toPayMinor() {
    return Number(facts().toPay);
  },
  get cashToPayMinor() {
    return Number(facts().cash);
  },
  /** What the customer pays: goods and tip. */
  get dueMinor() {
    return cart.toPayMinor + Number(facts().tip);
  },
  /** The same where all of it is cash. */
  get cashDueMinor() {
    return cart.cashToPayMinor + Number(facts().tip);
  },
  /** Whose sale it is; empty where nobody said. */
  get customerId() {
    return facts().customer ?? "";
  },
  /** The line the last answer was about. */
  get newestUid() {
    return facts().line ?? "";
  },
};

/** What every act on the cart says of it. */
export function cartFields() {
  return { cart_uid: cart.uid, version: cart.version };
}

export const decimals = Number(document.getElementById("main")?.dataset.decimals ?? "2");
