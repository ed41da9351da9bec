// A tip beside the payment: asked for on a sheet, given at one touch.

import { openSheet } from "./sheet.js";

/** How much the tip is, and for whom; where none can be given, the server says why. */
export function askForTip() {
  openSheet("/till/tip");
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
