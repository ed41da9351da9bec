// Keys pressed while a sheet is on its way are meant for it: on a slow network nothing else hears them.

import { topDialog } from "../dialogs.js";
import { textField } from "../scan.js";

/** The others open something themselves: pressed again, they are impatience. */
const KEPT = new Set(["Enter", " ", "Escape", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]);
const OF_THE_BROWSER = new Set(["Tab", "F5", "F11", "F12"]);

let sheetsComing = 0;
/** @type {(() => void)[]} */
let kept = [];

/** Whether a sheet was asked for and is not there yet. */
export function isSheetComing() {
  return sheetsComing > 0;
}

/** @param {KeyboardEvent} event */
function pressAgain(event) {
  const { key } = event;
  const place = document.activeElement ?? document.body;
  if (key === " " && textField(place)) return typeHere(key);
  const again = new KeyboardEvent(event.type, event);
  // A scanner is told from fingers by the time between its keys.
  Object.defineProperty(again, "timeStamp", { value: event.timeStamp });
  if (!place.dispatchEvent(again)) return;
  // What a browser does by itself it does for real keys only.
  const isButton = place instanceof HTMLButtonElement;
  if (key === "Escape") topDialog()?.close();
  else if (isButton && (key === "Enter" || key === " ")) place.click();
  else if (key === "Enter" && place instanceof HTMLInputElement) place.form?.requestSubmit();
}

/**
 * Puts what fingers typed too early into the field that has the focus now.
 * @param {string} text
 */
export function typeHere(text) {
  const field = textField(document.activeElement);
  if (!field) return;
  field.setRangeText(text, field.selectionStart ?? 0, field.selectionEnd ?? 0, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the key is kept for a sheet on its way, or means nothing while it comes
 */
export function keepKey(event) {
  const isTyped = event.key.length === 1 && (event.key !== " " || textField(document.activeElement) !== null);
  if (!isSheetComing() || isTyped || event.ctrlKey || event.altKey || event.metaKey) return false;
  if (OF_THE_BROWSER.has(event.key)) return false;
  if (KEPT.has(event.key) && !event.repeat) kept.push(() => pressAgain(event));
  return true;
}

/** @param {string} text typed by fingers while no field had the focus */
export function keepText(text) {
  kept.push(() => typeHere(text));
}

/**
 * Keeps what is pressed until the sheet is open; where it does not come, what was pressed is dropped.
 * @param {() => Promise<void>} bring asks for the sheet and opens it
 */
export async function keepUntilOpen(bring) {
  sheetsComing += 1;
  /** @type {(() => void)[]} */
  let meant = [];
  try {
    await bring();
    meant = kept;
  } finally {
    sheetsComing -= 1;
    kept = [];
  }
  for (const act of meant) act();
}
