// Coupons of the cart, and why a line costs what it costs.

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
    if (code) queue.add({ url: "/till/coupons/remove", fields: () => ({ ...cartFields(), code }) });
  });
}
