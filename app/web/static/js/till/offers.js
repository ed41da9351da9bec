// Offers: one key makes the sale on the screen an offer; on an empty till the same key finds those made.

import { queue } from "./acts.js";
import { openSheet } from "./sheet.js";
import { cart } from "./state.js";

export function offerOrFind() {
  const isEmpty = cart.lineCount === 0 && !queue.acts.some((act) => act.kept);
  openSheet(isEmpty ? "/till/offers" : "/till/offers/new");
}

export function startOffers() {
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-offer]")) offerOrFind();
  });
}
