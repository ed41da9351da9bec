// The quantity typed before a scan: "3 *".

import { words } from "../words.js";

const TYPED = /^(\d{1,5}(?:[.,]\d{1,3})?)[*×xх]$/i;

/** @type {string} */
let pending = "";

function show() {
  const place = /** @type {HTMLElement} */ (document.getElementById("pending-qty"));
  place.hidden = pending === "";
  place.textContent = pending && words("times", { quantity: pending });
}

/**
 * Whether the text is a quantity for the next item; it is then remembered.
 * @param {string} text
 */
export function isQuantity(text) {
  const found = TYPED.exec(text.replace(/\s/g, ""));
  if (!found || Number(found[1].replace(",", ".")) === 0) return false;
  pending = found[1];
  show();
  return true;
}

/** The quantity that waits for an item, once; empty where none was typed. */
export function takeQuantity() {
  const taken = pending;
  dropQuantity();
  return taken;
}

/** @returns {boolean} whether there was one */
export function dropQuantity() {
  const was = pending !== "";
  pending = "";
  show();
  return was;
}
