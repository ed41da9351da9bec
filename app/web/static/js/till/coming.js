// Keys pressed while a sheet is on its way are meant for it: on a slow network nothing else hears them.

import { topDialog } from "../dialogs.js";
import { textField } from "../scan.js";

/** The others open something themselves: pressed again, they are impatience. */
const KEPT = new Set(["Enter", " ", "Escape", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]);
const OF_THE_BROWSER = new Set(["Tab", "F5", "F11", "F12"]);

/**
 * @typedef {object} Coming
 * @property {(() => void)[]} kept what is meant for the sheet
 * @property {HTMLElement | null} left the field that was typed in when it was asked for
 */

/** The sheet that was asked for last; one before it does not come any more. @type {Coming | null} */
let coming = null;

/** Whether a sheet was asked for and is not there yet. */
export function isSheetComing() {
  return coming !== null;
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
  if (!coming || isTyped || event.ctrlKey || event.altKey || event.metaKey) return false;
  if (OF_THE_BROWSER.has(event.key)) return false;
  if (KEPT.has(event.key) && !event.repeat) coming.kept.push(() => pressAgain(event));
  return true;
}

/** @param {string} text typed by fingers while no field had the focus */
export function keepText(text) {
  // Where one of the keys before it asked for the next sheet, it is meant for that one.
  coming?.kept.push(() => (coming ? keepText(text) : typeHere(text)));
}

/** What is typed into a field goes nowhere else. @returns {HTMLElement | null} the field that had the focus */
function leaveField() {
  const field = textField(document.activeElement);
  field?.blur();
  return field;
}

/**
 * Keeps what is pressed until the sheet is open. Where it does not come, or another one is asked for meanwhile, what was
 * pressed is dropped.
 * @template T
 * @param {() => Promise<T>} ask for the sheet
 * @param {(answer: T) => boolean} open shows it; whether there was one
 */
export async function keepUntilOpen(ask, open) {
  const left = leaveField() ?? coming?.left ?? null;
  /** @type {Coming} */
  const mine = { kept: [], left };
  coming = mine;
  let isOpen = false;
  try {
    const answer = await ask();
    if (coming !== mine) return;
    // Where a dialog closes, the focus goes back to what had it.
    if (document.activeElement === document.body) left?.focus();
    isOpen = open(answer);
  } finally {
    if (coming === mine) coming = null;
  }
  if (isOpen) for (const act of mine.kept) act();
}
