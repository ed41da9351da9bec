// Paying with points: a slider and a field that say the same, and what it takes off.

import { money, typeable, typedNumber } from "../words.js";
import { openSheet } from "./sheet.js";
import { decimals } from "./state.js";

const PRICE_SCALE = 10_000;

function form() {
  return /** @type {HTMLFormElement | null} */ (document.getElementById("points-form"));
}

function slider() {
  return /** @type {HTMLInputElement} */ (document.getElementById("points-slider"));
}

function field() {
  return /** @type {HTMLInputElement} */ (document.getElementById("points-typed"));
}

/** The decimals that points have here. */
function ofPoints() {
  return Number(form()?.dataset.decimals);
}

/**
 * What so many points take off.
 * @param {number} steps points in their smallest step
 */
function show(steps) {
  const minor = Math.round((steps * Number(form()?.dataset.worth)) / (PRICE_SCALE * 10 ** ofPoints()));
  const place = document.getElementById("points-worth");
  if (place) place.textContent = money(minor, decimals);
}

/** @param {number} steps */
function choose(steps) {
  field().value = typeable(steps, ofPoints());
  slider().value = String(steps);
  show(steps);
}

function follow() {
  const steps = typedNumber(field().value, ofPoints());
  if (steps === null) return;
  const allowed = Math.min(steps, Number(slider().max));
  slider().value = String(allowed);
  show(allowed);
}

/** How many points pay, or what is taken for them; where there is nothing to ask, the server says why. */
export async function askForPoints() {
  await openSheet("/till/points", () => {
    if (!form()) return;
    choose(Number(slider().value));
    field().select();
  });
}

export function startPoints() {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("button[data-points]")) askForPoints();
    const chosen = target?.closest("[data-points-chosen]");
    if (!chosen) return;
    choose(Number(chosen.getAttribute("data-points-chosen")));
    form()?.requestSubmit();
  });
  document.addEventListener("input", (event) => {
    if (event.target === slider()) choose(Number(slider().value));
    else if (event.target === field()) follow();
  });
}
