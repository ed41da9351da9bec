// The chosen line: by arrow keys or touch; without a choice the newest one counts.

import { say } from "../apply.js";
import { openDialog } from "../dialogs.js";
import { typeable, words } from "../words.js";
import { queue } from "./acts.js";
import { cart, cartFields } from "./state.js";

const ONE_MILLI = 1000;
const MILLI_DECIMALS = 3;

let chosenUid = "";

/** @returns {HTMLElement[]} */
function all() {
  return Array.from(document.querySelectorAll("#lines .line"));
}

/** @returns {HTMLElement | null} */
function lineOf(uid) {
  return uid ? document.getElementById(`line-${uid}`) : null;
}

/** The line an act is about. */
export function current() {
  return lineOf(chosenUid) ?? lineOf(cart.newestUid) ?? all().at(-1) ?? null;
}

export function isChosen() {
  return lineOf(chosenUid) !== null;
}

function show() {
  for (const line of all()) {
    line.classList.toggle("is-chosen", line.dataset.uid === chosenUid);
    line.classList.toggle("is-newest", line.dataset.uid === cart.newestUid);
  }
  const place = document.getElementById("chosen-qty");
  if (place) place.textContent = current()?.dataset.qtyText ?? "–";
}

/** @param {string} uid */
export function choose(uid) {
  chosenUid = uid;
  show();
  lineOf(uid)?.scrollIntoView({ block: "nearest" });
}

/** @param {number} step */
export function moveChoice(step) {
  const lines = all();
  if (lines.length === 0) return;
  const at = isChosen() ? lines.findIndex((line) => line.dataset.uid === chosenUid) + step : lines.length - 1;
  const line = lines[Math.max(0, Math.min(at, lines.length - 1))];
  choose(line.dataset.uid ?? "");
  line.querySelector("button")?.focus();
}

/** After an answer: the line it was about is the newest, highlighted and in sight. */
function refresh() {
  if (!isChosen()) chosenUid = "";
  show();
  const line = lineOf(cart.newestUid);
  line?.scrollIntoView({ block: "nearest" });
  if (!line) return;
  const sign = line.classList.contains("is-return") ? "−" : "";
  say(words("added_aloud", { name: line.dataset.name ?? "", quantity: sign + (line.dataset.qtyText ?? "") }));
}

/**
 * @param {HTMLElement} line
 * @param {string} act
 */
function url(line, act) {
  return `/till/lines/${line.dataset.uid}/${act}`;
}

/** Takes the current line out; it can be undone. */
export function removeLine() {
  const line = current();
  if (line) queue.add({ url: url(line, "remove"), fields: cartFields });
}

/**
 * One more or one less of the current line; one less than one takes it out.
 * @param {number} step
 */
export function stepQuantity(step) {
  stepLine(current(), step);
}

/** The newest item once more. */
export function repeatNewest() {
  stepLine(lineOf(cart.newestUid), 1);
}

/**
 * @param {HTMLElement | null} of
 * @param {number} step
 */
function stepLine(of, step) {
  const uid = of?.dataset.uid;
  if (!uid) return;
  queue.add({
    url: `/till/lines/${uid}/step`,
    // Read when the act's turn comes, so that quick presses add up, and sent as the result: twice is harmless.
    fields: () => {
      const line = lineOf(uid);
      return line && { ...cartFields(), qty_milli: String(Math.max(0, Number(line.dataset.qty) + step * ONE_MILLI)) };
    },
  });
}

/** @param {string} name of the dialog: quantity, discount, price, note */
export function askAboutLine(name) {
  const line = current();
  if (!line) return;
  const dialog = openDialog(name, { name: line.dataset.name ?? "" });
  dialog.dataset.line = line.dataset.uid;
  dialog.querySelector("form")?.reset();
  const field = dialog.querySelector("[data-first], [data-pad-value]");
  if (!(field instanceof HTMLInputElement)) return;
  const { qty, price, note } = line.dataset;
  field.value = { quantity: typeable(Number(qty), MILLI_DECIMALS), price, note }[name] ?? "";
  field.select();
}

export function startLines() {
  document.addEventListener("focusin", (event) => {
    const line = event.target instanceof Element && event.target.closest("#lines .line");
    if (line instanceof HTMLElement) choose(line.dataset.uid ?? "");
  });
  document.addEventListener("till:changed", refresh);
  document.addEventListener("till:rest", () => choose(""));
  show();
  lineOf(cart.newestUid)?.scrollIntoView({ block: "nearest" });
}
