// Keys of the till that are not characters, and single characters pressed while no field has the focus.

import { openDialog, topDialog } from "../dialogs.js";
import { textField } from "../scan.js";
import { queue } from "./acts.js";
import { attachKey, takeUnknown } from "./attach.js";
import { isSheetComing, keepKey, keepText, typeHere } from "./coming.js";
import { askWhose, customerKey, findCustomer } from "./customer.js";
import { findKey, focusFind, leaveFind, typeInto } from "./find.js";
import { ask } from "./forms.js";
import { holdOrRecall } from "./holding.js";
import { choose, isChosen, moveChoice, removeLine, repeatNewest, stepQuantity } from "./lines.js";
import { focusReceived, payAll, payExactCash, receivedKey } from "./pay.js";
import { offerOrFind } from "./offers.js";
import { openPayoutParts } from "./payout-parts.js";
import { payOut, payOutCash } from "./payout.js";
import { openPriceCheck } from "./price-check.js";
import { askForPoints } from "./points.js";
import { rest } from "./rest.js";
import { openSheet } from "./sheet.js";
import { openSplit, splitKey } from "./split.js";
import { cart, cartFields } from "./state.js";
import { explainPrice } from "./promotions.js";
import { askForTip } from "./tip.js";
import { variantKey } from "./variants.js";
import { scaleKey } from "./weighing.js";

/** Work anywhere but in a dialog. @type {Record<string, (event: KeyboardEvent) => void>} */
const ANYWHERE = {
  F1: (event) => (event.shiftKey ? openSheet("/till/gift-cards") : openDialog("key-map")),
  F2: (event) => (event.shiftKey ? askForPoints() : focusFind()),
  F3: (event) => (event.shiftKey ? ask("coupon") : repeatNewest()),
  F4: (event) => (event.shiftKey ? askForTip() : ask("one-off")),
  F6: (event) => (event.shiftKey ? offerOrFind() : openSheet("/till/receipts")),
  F7: (event) => (event.shiftKey ? askWhose() : findCustomer()),
  F8: (event) => holdOrRecall(event.shiftKey),
  F9: (event) => (event.shiftKey && openPayoutParts()) || payOutCash() || openSplit(),
  F10: () => payOut() || payAll("card"),
  Insert: (event) => takeUnknown(event.shiftKey),
};

/** Work while no field has the focus. */
const AT_REST = {
  ArrowUp: () => moveChoice(-1),
  ArrowDown: () => moveChoice(1),
  Delete: removeLine,
  Home: openMenu,
  End: () => openSheet("/till/packages"),
};

/** Letters by physical key; they count only while a line is chosen, otherwise they begin a search. */
const ON_A_LINE = { KeyD: "discount", KeyP: "price", KeyN: "note" };

const SIGNS = {
  "?": () => openDialog("key-map"),
  "*": () => ask("quantity"),
  "+": () => stepQuantity(1),
  "-": () => stepQuantity(-1),
  "/": focusFind,
  "=": openPriceCheck,
};

function openMenu() {
  const menu = document.getElementById("till-menu");
  menu?.showPopover();
  menu?.querySelector(/** @type {any} */ ("[data-first]"))?.focus();
}

function forward() {
  if (cart.lineCount > 0) payOut() || focusReceived();
  else document.querySelector(/** @type {any} */ ('[data-key="Enter"]'))?.click();
}

function back() {
  if (leaveFind()) return;
  choose("");
  rest();
}

/** @param {Element | null} focused */
function isOnButton(focused) {
  return focused?.closest("button, a, summary, select") != null && !focused.closest("#lines");
}

/** @param {KeyboardEvent} event */
function isUndo(event) {
  const field = textField(document.activeElement);
  return event.ctrlKey && !event.shiftKey && event.code === "KeyZ" && !field?.value;
}

/**
 * What has the focus counts, not the event's target: a key held back before this one may just have begun a search.
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the till took the key
 */
function take(event) {
  const focused = document.activeElement;
  if (keepKey(event)) return true;
  if (topDialog()) return scaleKey(event) || splitKey(event) || customerKey(event) || variantKey(event) || attachKey(event);
  if (isUndo(event)) {
    if (document.querySelector("#undo [data-act]")) queue.add({ url: "/till/undo", fields: cartFields });
    return true;
  }
  if (event.ctrlKey || event.altKey || event.metaKey) return false;
  const anywhere = ANYWHERE[event.key];
  if (anywhere) {
    anywhere(event);
    return true;
  }
  if (findKey(event) || receivedKey(event)) return true;
  if (event.key === "Escape") {
    if (document.querySelector(":popover-open")) return false;
    back();
    return true;
  }
  const field = textField(focused);
  if (event.key === "Enter" && field?.id === "find") {
    forward();
    return true;
  }
  if (field || focused?.closest("[popover]")) return false;
  const atRest = AT_REST[event.key];
  if (atRest) {
    atRest();
    return true;
  }
  if (isOnButton(focused)) return false;
  if (event.key === " ") {
    if (!event.repeat && cart.lineCount > 0) payOut() || payExactCash();
    return true;
  }
  if (event.key === "Enter") {
    if (!event.repeat) forward();
    return true;
  }
  return false;
}

/**
 * Characters that fingers pressed while no field had the focus.
 * @param {{key: string, code: string}[]} keys
 */
export function pressed(keys) {
  const text = keys.map((key) => key.key).filter((key) => key.length === 1).join("");
  if (isSheetComing()) return keepText(text);
  if (topDialog()?.id === "sheet") return typeHere(text);
  if (topDialog() || document.querySelector(":popover-open")) return;
  const [first] = keys;
  if (keys.length === 1) {
    if (SIGNS[first.key]) return SIGNS[first.key]();
    if (isChosen() && first.code === "KeyW") return explainPrice();
    if (isChosen() && ON_A_LINE[first.code]) return ask(ON_A_LINE[first.code]);
  }
  if (text.trim()) typeInto(text);
}

/** @param {KeyboardEvent} event */
function moveInMenu(event) {
  const menu = event.target instanceof Element && event.target.closest("[popover]");
  if (!menu || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
  event.preventDefault();
  const items = Array.from(menu.querySelectorAll("button, a"));
  const at = items.indexOf(/** @type {Element} */ (document.activeElement)) + (event.key === "ArrowDown" ? 1 : -1);
  /** @type {HTMLElement} */ (items[(at + items.length) % items.length]).focus();
}

export function startHotkeys() {
  window.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return;
    if (take(event)) event.preventDefault();
    else moveInMenu(event);
  });
}
