// A code nobody knows is given to goods: the same search as the till's, over the screen.

import { topDialog } from "../dialogs.js";
import { submit } from "./submit.js";

let enterWaits = false;

/** @returns {HTMLInputElement | null} */
function searchField() {
  const field = topDialog()?.querySelector("#find-to-attach");
  return field instanceof HTMLInputElement ? field : null;
}

/** Enter takes the best hit; it waits for hits under way. */
function takeFirst() {
  const field = searchField();
  const text = field?.value.trim() ?? "";
  const hits = document.getElementById("attach-hits");
  // Whoever closed the sheet meanwhile means no goods any more.
  enterWaits = field !== null && text !== "" && hits?.dataset.q !== text;
  if (!field) return;
  if (!enterWaits) hits?.querySelector(/** @type {any} */ (".hit"))?.click();
}

/** @param {string} productId */
function attachTo(productId) {
  const form = /** @type {HTMLFormElement} */ (document.getElementById("attach-form"));
  /** @type {HTMLInputElement} */ (form.elements.namedItem("product_id")).value = productId;
  submit(form);
}

/**
 * What becomes of the code that was scanned last, where nobody knew it.
 * @param {boolean} asNew new goods get it, and not goods that are there
 */
export function takeUnknown(asNew) {
  document.querySelector(/** @type {any} */ (`#notices [data-key="${asNew ? "Shift Insert" : "Insert"}"]`))?.click();
}

/**
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the key belonged to the search
 */
export function attachKey(event) {
  if (event.key !== "Enter" || !searchField() || document.activeElement !== searchField()) return false;
  if (!event.repeat) takeFirst();
  return true;
}

export function startAttaching() {
  document.addEventListener("click", (event) => {
    const hit = event.target instanceof Element && event.target.closest("[data-attach]");
    if (hit instanceof HTMLElement) attachTo(hit.dataset.attach ?? "");
  });
  document.addEventListener("input", (event) => {
    if (event.target === searchField()) enterWaits = false;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (!(event.target instanceof Element) || event.target.id !== "found-to-attach") return;
    // The hit of a family is gone, and the focus with it.
    if (document.activeElement === document.body) searchField()?.focus();
    if (enterWaits) takeFirst();
  });
}
