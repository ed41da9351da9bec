// Counting a drawer: how many of each coin and note, the sum as one types.

import { money } from "../words.js";
import { decimals } from "../till/state.js";

const NOTHING = "–";

/** @returns {HTMLInputElement[]} */
function fields() {
  return Array.from(document.querySelectorAll("[data-count]"));
}

/** @param {HTMLInputElement} field */
function sumMinor(field) {
  return Number(field.value || "0") * Number(field.dataset.count);
}

function show() {
  const all = fields();
  for (const field of all) {
    const place = field.closest(".count__row")?.querySelector("[data-count-sum]");
    if (place) place.textContent = field.value ? money(sumMinor(field), decimals) : NOTHING;
  }
  const isCounted = all.some((field) => field.value !== "");
  const total = all.reduce((sum, field) => sum + sumMinor(field), 0);
  for (const place of document.querySelectorAll("[data-count-total]")) {
    place.textContent = isCounted ? money(total, decimals) : NOTHING;
  }
}

/** @param {KeyboardEvent} event */
function move(event) {
  if (!(event.target instanceof HTMLInputElement) || !event.target.dataset.count || event.ctrlKey) return;
  const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = fields();
  const next = all[all.indexOf(event.target) + step];
  if (next) {
    next.focus();
    next.select();
  } else if (step > 0) {
    /** @type {HTMLElement | null} */ (event.target.form?.querySelector("[name=reason], [type=submit]"))?.focus();
  }
}

export function startCounting() {
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || !field.dataset.count) return;
    field.value = field.value.replace(/\D/g, "");
    show();
  });
  document.addEventListener("keydown", move);
}
