// The dialogs about a line and the cart, and the buttons that open them.

import { openDialog } from "../dialogs.js";
import { askAboutLine, removeLine, stepQuantity } from "./lines.js";
import { cart } from "./state.js";

/** What can be asked while the cart is empty. */
const WITHOUT_LINES = new Set(["one-off", "coupon"]);
const ABOUT_LINE = new Set(["quantity", "discount", "price", "note"]);

/** @param {string} name */
export function ask(name) {
  if (ABOUT_LINE.has(name)) askAboutLine(name);
  else if (WITHOUT_LINES.has(name) || cart.lineCount > 0) openDialog(name);
}

/**
 * @param {Element} group
 * @param {string} kind percent or amount
 */
function chooseKind(group, kind) {
  for (const button of group.querySelectorAll("[data-kind]")) {
    button.setAttribute("aria-pressed", String(button.getAttribute("data-kind") === kind));
  }
  const field = group.parentElement?.querySelector('[name="kind"]');
  if (field instanceof HTMLInputElement) field.value = kind;
}

/** @param {HTMLElement} button */
function pressed(button) {
  const { dialog, step, remove, kind, name } = button.dataset;
  if (dialog) ask(dialog);
  if (name) /** @type {HTMLInputElement} */ (document.getElementById("one-off-name")).value = name;
  if (step) stepQuantity(Number(step));
  if (remove !== undefined) removeLine();
  const group = kind && button.closest("[data-discount-kind]");
  if (group) {
    chooseKind(group, kind);
    /** @type {HTMLElement | null} */ (button.closest("form")?.querySelector("input[data-pad-value]"))?.focus();
  }
}

export function startForms() {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const button = target?.closest("[data-dialog], [data-step], [data-remove], [data-kind]");
    if (button instanceof HTMLElement) pressed(button);
  });
  document.addEventListener("reset", (event) => {
    const group = event.target instanceof HTMLFormElement && event.target.querySelector("[data-discount-kind]");
    if (group) setTimeout(() => chooseKind(group, "percent"));
  });
}
