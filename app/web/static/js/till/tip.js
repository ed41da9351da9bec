// A tip beside the payment: asked for on a sheet, given at one touch.

import { openSheet } from "./sheet.js";
import { cart } from "./state.js";

/** Where the shop takes tips and there is something to pay. */
export function askForTip() {
  const button = document.querySelector("button[data-tip]");
  if (button instanceof HTMLButtonElement && !button.disabled && cart.toPayMinor > 0) openSheet("/till/tip");
}

export function startTip() {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("button[data-tip]")) askForTip();
    const chip = target?.closest("[data-tip-amount]");
    const form = document.getElementById("tip-form");
    if (!chip || !(form instanceof HTMLFormElement)) return;
    /** @type {HTMLInputElement} */ (document.getElementById("tip-amount")).value = chip.getAttribute("data-tip-amount") ?? "";
    form.requestSubmit();
  });
}
