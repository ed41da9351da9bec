// Carts put aside: one key puts this one aside, on an empty till the same key shows those that wait.

import { openDialog } from "../dialogs.js";
import { queue } from "./acts.js";
import { openSheet } from "./sheet.js";
import { cart, cartFields } from "./state.js";

/** @param {boolean} withNote whether to ask for a note first */
export function holdOrRecall(withNote) {
  if (cart.lineCount === 0 && !queue.acts.some((act) => act.kept)) openSheet("/till/held");
  else if (withNote) openDialog("hold");
  else queue.add({ url: "/till/hold", key: "hold", fields: cartFields });
}

export function startHolding() {
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-hold]")) holdOrRecall(true);
  });
}
