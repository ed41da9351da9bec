// Goods by weight: the dialog shows what the scale says, and takes the first weight that may be sold.

import { applyAnswer, showNotice } from "../apply.js";
import { NoAnswer, send } from "../send.js";
import { queue } from "./acts.js";
import { cartFields } from "./state.js";

const PAUSE_MS = 1_000;

let watching = false;
/** A weight that was refused is not sent again until the scale has shown another one. */
let refusedGrams = "";
/** What lies on the scale next is packing. */
let isTaring = false;

function dialog() {
  return /** @type {HTMLDialogElement} */ (document.getElementById("weigh"));
}

function shown() {
  return /** @type {HTMLElement} */ (document.getElementById("scale-now")).dataset;
}

/** Whether the cashier types the weight: then the scale is left alone. */
function isTyped() {
  return /** @type {HTMLInputElement} */ (document.getElementById("weigh-value")).value !== "";
}

/**
 * @param {string} grams
 * @param {boolean} again
 */
async function take(grams, again) {
  const form = /** @type {HTMLFormElement} */ (document.getElementById("weigh-form"));
  const { product_id, barcode_id, line_uid } = Object.fromEntries(new FormData(form));
  const goods = /** @type {Record<string, string>} */ ({ product_id, barcode_id, line_uid });
  const answer = await queue.add({
    url: "/till/weighed",
    key: "weighed",
    errors: form.querySelector("[data-errors]"),
    fields: () => ({ ...goods, grams, again: again ? "yes" : "", ...cartFields() }),
  });
  if (answer?.headers.has("X-Weight-Gone")) return;
  if (answer && !answer.ok && !answer.headers.has("X-Open")) refusedGrams = grams;
  else dialog().close();
}

/**
 * The scale takes what lies on it for nothing, or for packing; where it cannot, the dialog says so.
 * @param {"zero" | "tare"} act
 */
async function settle(act) {
  // Sent once: what lies there a moment later may be the goods.
  const answer = await send(`/till/scale/${act}`, {}).catch(() => null);
  if (answer?.ok) applyAnswer(answer.html);
  else if (answer) showNotice(answer.html, dialog().querySelector("[data-errors]"));
}

/** @param {boolean} wanted */
function waitForPacking(wanted) {
  isTaring = wanted;
  dialog().querySelector('[data-settle="tare"]')?.setAttribute("aria-pressed", String(wanted));
  const words = document.getElementById("tare-words");
  if (words) words.textContent = wanted ? (document.getElementById("scale-settles")?.dataset.words ?? "") : "";
}

/**
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the key belonged to the scale
 */
export function scaleKey(event) {
  if (!dialog().open) return false;
  const button = { F2: "zero", F3: "tare" }[event.key];
  if (!button) return false;
  if (!event.repeat) press(button);
  return true;
}

/** @param {string | undefined} act */
function press(act) {
  if (act === "tare") waitForPacking(!isTaring);
  else settle("zero");
}

/** Asks what the scale shows now. */
async function look() {
  try {
    const answer = await send(`/till/scale/${shown().number}`, null);
    if (answer.ok) {
      applyAnswer(answer.html);
      return;
    }
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
  }
  await new Promise((wake) => setTimeout(wake, PAUSE_MS));
}

async function watch() {
  if (watching || !dialog().open) return;
  watching = true;
  refusedGrams = "";
  while (dialog().open) {
    const grams = shown().grams ?? "";
    if (grams !== refusedGrams) refusedGrams = "";
    if (isTaring && "rests" in shown()) {
      waitForPacking(false);
      await settle("tare");
    } else if (isTaring) await look();
    else if (grams && grams !== refusedGrams && !isTyped()) await take(grams, false);
    else await look();
  }
  watching = false;
}

export function startWeighing() {
  // The answer that asks for a weight opens the dialog after it has told what changed.
  document.addEventListener("till:changed", () => setTimeout(watch));
  // Not where the next one begins: a key may be quicker than its first look at the scale.
  dialog().addEventListener("close", () => waitForPacking(false));
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-weigh-again], [data-settle]");
    if (!(button instanceof HTMLElement)) return;
    if (button.dataset.settle) press(button.dataset.settle);
    else take(button.dataset.weighAgain ?? "", true);
  });
}
