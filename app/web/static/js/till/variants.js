// The choice of a variant: what is typed narrows the list, arrow keys move in it, Enter or a touch adds.

import { topDialog } from "../dialogs.js";
import { addProduct } from "./add.js";
import { findField } from "./rest.js";
import { openSheet } from "./sheet.js";

/** How well a word fits a value: the whole of it, its beginning, or some part. */
const WHOLE = 0;
const START = 1;
const PART = 2;
const NOT_AT_ALL = 3;
/** A shorter piece of a code says nothing: it would stand in every one. */
const CODE_LEAST = 3;

/** @returns {HTMLInputElement | null} */
function field() {
  const found = topDialog()?.querySelector("#find-variant");
  return found instanceof HTMLInputElement ? found : null;
}

/** @returns {HTMLElement[]} */
function options() {
  return Array.from(document.querySelectorAll("#variants [role=option]"));
}

function shown() {
  return options().filter((option) => !option.hidden);
}

/** @param {string} text */
function folded(text) {
  return text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/(\d),(?=\d)/g, "$1.");
}

/**
 * @param {string[]} words
 * @param {HTMLElement} option
 * @returns {number} the worst fit of any word
 */
function fit(words, option) {
  const values = folded(option.querySelector(".variant__values")?.textContent ?? "").split(/[\s,]+/);
  const code = folded(option.querySelector(".variant__code")?.textContent ?? "");
  const fits = words.map((word) => {
    if (values.includes(word) || code === word) return WHOLE;
    if (values.some((value) => value.startsWith(word))) return START;
    const inCode = word.length >= CODE_LEAST && code.includes(word);
    return inCode || values.some((value) => value.includes(word)) ? PART : NOT_AT_ALL;
  });
  return Math.max(WHOLE, ...fits);
}

/** @param {HTMLElement | undefined} chosen */
function choose(chosen) {
  for (const option of options()) option.setAttribute("aria-selected", String(option === chosen));
  field()?.setAttribute("aria-activedescendant", chosen?.id ?? "");
  chosen?.scrollIntoView({ block: "nearest" });
}

function narrow() {
  const words = folded(field()?.value ?? "").split(/[\s,]+/).filter(Boolean);
  const fits = new Map(options().map((option) => [option, fit(words, option)]));
  for (const [option, how] of fits) option.hidden = how === NOT_AT_ALL;
  const none = document.querySelector("[data-no-variant]");
  if (none instanceof HTMLElement) none.hidden = shown().length > 0;
  const best = Math.min(...fits.values());
  choose(shown().find((option) => fits.get(option) === best));
}

/** @param {HTMLElement} option */
function take(option) {
  topDialog()?.close();
  addProduct(option);
}

/** @param {HTMLElement} button the tile or the hit of a family */
async function open(button) {
  const query = findField().value.trim();
  await openSheet(`/till/families/${button.dataset.family}?q=${encodeURIComponent(query)}`, narrow);
}

/**
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the key belonged to the choice
 */
export function variantKey(event) {
  if (!field()) return false;
  const all = shown();
  const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 }[event.key];
  if (step) {
    choose(all[Math.max(0, Math.min(all.length - 1, at + step))]);
    return true;
  }
  if (event.key !== "Enter" || document.activeElement !== field()) return false;
  if (!event.repeat && all[at]) take(all[at]);
  return true;
}

export function startVariants() {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const family = target?.closest("[data-family]");
    if (family instanceof HTMLElement) open(family);
    const option = target?.closest("#variants [role=option]");
    if (option instanceof HTMLElement) take(option);
  });
  document.addEventListener("input", (event) => {
    if (event.target === field()) narrow();
  });
}
