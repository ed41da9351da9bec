// Adding lines: each carries a uid made here, so that the same scan sent twice is one line.

import { newUid } from "../uid.js";
import { addLine } from "./acts.js";
import { rest } from "./rest.js";
import { takeQuantity } from "./quantity.js";

/**
 * @param {string} url
 * @param {Record<string, string>} what
 */
export function add(url, what) {
  const quantity = takeQuantity();
  /** @type {Record<string, string>} */
  const fields = { line_uid: newUid(), ...what };
  if (quantity) fields.quantity = quantity;
  rest();
  return addLine(url, fields);
}

/**
 * @param {string} code as the scanner meant it
 * @param {string} typed as the keyboard's layout wrote it
 * @param {string} uid of the line it may become: the same again adds nothing
 */
export function addCode(code, typed, uid = newUid()) {
  return add("/till/scan", { code, typed, line_uid: uid });
}

/** @param {HTMLElement} button a tile, a hit or a variant */
export function addProduct(button) {
  return add("/till/lines", { product_id: button.dataset.product ?? "" });
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("button[data-product]");
  if (button instanceof HTMLButtonElement) addProduct(button);
});
