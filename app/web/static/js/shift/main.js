// The pages of the shift: counting, cash in and out, closing.

import { showSentence } from "../apply.js";
import { openDialog, topDialog } from "../dialogs.js";
import { badgeScanned } from "../lend.js";
import { listen } from "../live.js";
import "../pin.js";
import "../theme.js";
import { ScanRouter, textField } from "../scan.js";
import { play } from "../sound.js";
import { customerKey, startCustomer, takeCard } from "../till/customer.js";
import { startMenu } from "../till/menu.js";
import { startSheets } from "../till/sheet.js";
import { startSubmitting, submit } from "../till/submit.js";
import { words } from "../words.js";
import { startCounting } from "./counting.js";

/** @param {string} code */
function scanned(code) {
  const dialog = topDialog();
  if (dialog?.dataset.scan === "lend") badgeScanned(code);
  else if (takerField()) chooseTaker(code);
  else if (!dialog || !takeCard(dialog, code)) {
    play("error");
    showSentence("warn", words("scan_on_page"));
  }
}

function takerField() {
  return /** @type {HTMLInputElement | null} */ (document.getElementById("taker-badge"));
}

/** @param {string} badge of the colleague who takes the drawer over; empty where he is chosen by name */
function chooseTaker(badge) {
  const field = takerField();
  if (!field) return;
  field.value = badge;
  /** @type {HTMLElement} */ (document.getElementById("taker-read")).hidden = !badge;
  const pin = /** @type {HTMLInputElement} */ (document.getElementById("taker-pin"));
  pin.value = "";
  if (!badge) return;
  for (const name of document.querySelectorAll("input[name=account_id]")) {
    /** @type {HTMLInputElement} */ (name).checked = false;
  }
  pin.focus();
}

/**
 * A form that asks once more before it acts.
 * @param {HTMLFormElement} form
 */
function confirmFirst(form) {
  form.addEventListener("submit", () => openDialog(form.dataset.confirm ?? ""));
  document.addEventListener("click", (event) => {
    const yes = event.target instanceof Element && event.target.closest("[data-confirmed]");
    if (!yes) return;
    yes.closest("dialog")?.close();
    submit(form);
  });
}

/** @param {KeyboardEvent} event */
function keys(event) {
  if (customerKey(event)) event.preventDefault();
  if (event.defaultPrevented || topDialog() || document.querySelector(":popover-open")) return;
  const form = document.querySelector("form[data-counting]");
  if (event.key === "Enter" && event.ctrlKey && form instanceof HTMLFormElement) form.requestSubmit();
  else if (event.key === "Escape" && !textField(event.target)?.value) backToTill();
  else return;
  event.preventDefault();
}

function backToTill() {
  /** @type {HTMLElement | null} */ (document.querySelector("[data-back]"))?.click();
}

new ScanRouter({ scanned, pressed: () => {} }).start();
startMenu();
startSheets();
startCustomer();
startSubmitting();
startCounting();
for (const form of document.querySelectorAll("form[data-confirm]")) confirmFirst(/** @type {HTMLFormElement} */ (form));
document.addEventListener("change", ({ target }) => {
  if (target instanceof HTMLInputElement && target.name === "account_id") chooseTaker("");
});
window.addEventListener("keydown", keys);
listen((topic, payload) => {
  if (topic === "outbox" || topic === "devices") htmx.trigger(document.body, "till:lights");
  else if (topic === "shift" && payload.automatic) backToTill();
});
if (document.activeElement === document.body) {
  /** @type {HTMLElement | null} */ (document.querySelector(".count__pieces, #cash-amount"))?.focus();
}
document.documentElement.dataset.ready = "yes";
