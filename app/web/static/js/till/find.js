// Search as you type; Enter adds the best hit.

import { findField, clearFind, rest } from "./rest.js";
import { dropQuantity, isQuantity } from "./quantity.js";

let enterWaits = false;

/** @param {string} id */
function part(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** @returns {HTMLElement[]} */
function hits() {
  return Array.from(document.querySelectorAll("#found .hit"));
}

function areHitsFor(text) {
  return document.getElementById("hits")?.dataset.q === text.trim();
}

function changed() {
  const field = findField();
  if (isQuantity(field.value)) field.value = "";
  const text = field.value.trim();
  enterWaits = false;
  part("browse").hidden = text !== "";
  part("found").hidden = text === "";
  /** @type {HTMLElement} */ (document.querySelector("[data-clear-find]")).hidden = field.value === "";
  if (text) htmx.trigger(field, "till:find");
  else part("found").replaceChildren();
}

/** @returns {boolean} whether there was something to add or to wait for */
function addFirst() {
  const text = findField().value;
  if (!text.trim()) return false;
  enterWaits = !areHitsFor(text);
  if (!enterWaits) hits()[0]?.click();
  return true;
}

/** @param {number} step */
function move(step) {
  const all = hits();
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = at + step;
  if (next < 0) findField().focus();
  else all[Math.min(next, all.length - 1)]?.focus();
}

/**
 * Begins or goes on with a search.
 * @param {string} text what was typed while no field had the focus
 */
export function typeInto(text) {
  const field = findField();
  field.focus();
  field.setRangeText(text, field.value.length, field.value.length, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

export function focusFind() {
  findField().focus();
  findField().select();
}

/** One step back; @returns {boolean} whether there was one */
export function leaveFind() {
  const isHere = document.activeElement === findField() || document.activeElement?.closest("#found") !== null;
  const isSearching = findField().value !== "";
  const hadQuantity = !isSearching && dropQuantity();
  if (!isHere && !isSearching && !hadQuantity) return false;
  rest();
  return true;
}

/**
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the key belonged to the search
 */
export function findKey(event) {
  const inField = document.activeElement === findField();
  const onHit = document.activeElement?.closest("#found .hit") != null;
  if (inField && event.key === "Enter") return addFirst();
  if ((inField || onHit) && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    if (hits().length === 0) return false;
    move(event.key === "ArrowDown" ? 1 : -1);
    return true;
  }
  return false;
}

export function startFind() {
  findField().addEventListener("input", changed);
  document.addEventListener("htmx:configRequest", (event) => {
    const { detail } = /** @type {CustomEvent} */ (event);
    if (event.target === findField()) detail.parameters.q = findField().value.trim();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target === part("found") && enterWaits && areHitsFor(findField().value)) addFirst();
  });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-clear-find]")) clearFind();
    if (event.target.closest("[data-clear-find], [data-find-it]")) findField().focus();
  });
}
