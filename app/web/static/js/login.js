// The login of a till: a tap on the name or a scan of the badge leads to the PIN.

import { ScanRouter } from "./scan.js";
import "./pin.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("pin-form"));
const pin = /** @type {HTMLInputElement} */ (document.getElementById("pin"));
const badge = /** @type {HTMLInputElement} */ (document.getElementById("badge"));
const badgeRead = /** @type {HTMLElement} */ (document.getElementById("badge-read"));

/** @param {string} code */
function chooseBadge(code) {
  for (const name of form.querySelectorAll("input[type=radio]")) /** @type {HTMLInputElement} */ (name).checked = false;
  badge.value = code;
  badgeRead.hidden = false;
  pin.value = "";
  pin.focus();
}

/** A name was chosen: it is that person, not the badge read before. */
function chooseName() {
  badge.value = "";
  badgeRead.hidden = true;
}

/** @param {{key: string}[]} keys digits typed while no field had the focus belong to the PIN */
function typed(keys) {
  pin.focus();
  const digits = keys.map(({ key }) => key).filter((key) => /^[0-9]$/.test(key)).join("");
  pin.value = (pin.value + digits).slice(0, pin.maxLength);
}

/** @param {Event} event */
function isName(event) {
  return event.target instanceof HTMLInputElement && event.target.type === "radio";
}

form.addEventListener("change", (event) => {
  if (isName(event)) chooseName();
});
form.addEventListener("click", (event) => {
  // Arrow keys walk through the names, and each step is a click without a pointer.
  if (isName(event) && event.detail > 0) pin.focus();
});
new ScanRouter({ scanned: chooseBadge, pressed: typed }).start();
if (form.querySelector("input[type=radio]:checked")) pin.focus();
