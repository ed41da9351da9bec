// Coupons and gift cards of the cart, what was taken for points, and why a line costs what it costs.

import { openSheet } from "./sheet.js";
import { queue } from "./acts.js";
import { current } from "./lines.js";
import { cartFields } from "./state.js";

/** The panel about the chosen line, or about the newest. */
export function explainPrice() {
  const line = current();
  if (line) openSheet(`/till/lines/${line.dataset.uid}/why`);
}

export function startPromotions() {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("[data-why]")) explainPrice();
    const code = target?.closest("[data-coupon-away]")?.getAttribute("data-coupon-away");
    const claim = target?.closest("[data-claim-away]")?.getAttribute("data-claim-away");
    if (claim) queue.add({ url: "/till/claims/remove", fields: () => ({ ...cartFields(), promotion: claim }) });
    if (code) queue.add({ url: "/till/coupons/remove", fields: () => ({ ...cartFields(), code }) });
    const card = target?.closest("[data-gift-card-away]")?.getAttribute("data-gift-card-away");
    if (card) queue.add({ url: "/till/gift-cards/leave", fields: () => ({ ...cartFields(), code: card }) });
    if (target?.closest("[data-balance-away]")) queue.add({ url: "/till/prepaid", fields: () => ({ ...cartFields(), wanted: "" }) });
  });
}
