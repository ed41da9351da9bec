// The card terminal: a sheet that waits for the card, and goes on by itself once it was seen to be approved.

import { play } from "../sound.js";
import { queue } from "./acts.js";
import { rest } from "./rest.js";
import { NoAnswer, send } from "../send.js";
import { openSheet } from "./sheet.js";

/** The answer of an act that goes on at the terminal. */
const BEGUN = 202;

/** The live updates tell of it at once; this is the safety net under them. */
const ASK_AGAIN_MS = 2_000;

/** Payments this page has seen waiting: those it brings to an end without a touch. @type {Set<string>} */
const watched = new Set();

function sheet() {
  return /** @type {HTMLDialogElement} */ (document.getElementById("sheet"));
}

/** @param {HTMLElement} button */
async function goOn(button) {
  const fields = JSON.parse(button.dataset.fields ?? "{}");
  const answer = await queue.add({ url: button.dataset.goesOn ?? "", key: "pay", fields: () => fields });
  if (!answer?.ok || answer.status === BEGUN) return;
  /** @type {HTMLInputElement} */ (document.getElementById("received")).value = "";
  sheet().close();
  rest();
}

/** No scan belongs to a sale that is being paid; and what was waited for goes on. */
function look() {
  const shown = document.getElementById("card-payment");
  sheet().dataset.scan = shown ? "refuse" : "close";
  if (!shown) return;
  const { uid = "", state } = shown.dataset;
  if (state === "waiting" || state === "doubtful") watched.add(uid);
  else if (watched.delete(uid)) ended(state ?? "");
}

/** @param {string} state */
function ended(state) {
  const next = document.getElementById("card-goes-on");
  if (next) goOn(next);
  else {
    if (state === "ended") play("error");
    const first = sheet().querySelector("[data-first]");
    if (first instanceof HTMLElement) first.focus();
  }
}

/** Shows what became known since; a form that somebody fills in stays. */
async function askAgain() {
  const shown = document.getElementById("card-payment");
  const url = shown?.dataset.asks;
  if (!shown || !url || !sheet().open || sheet().querySelector("details[open]")) return;
  try {
    const answer = await send(url, null);
    const template = document.createElement("template");
    template.innerHTML = answer.html;
    const now = template.content.querySelector("#card-payment");
    const isNews = now instanceof HTMLElement && (now.dataset.known !== shown.dataset.known || now.dataset.state !== shown.dataset.state);
    if (answer.ok && isNews && shown.isConnected) document.getElementById("sheet-content")?.replaceChildren(template.content);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
  }
}

export function startCard() {
  document.body.addEventListener("till:card", askAgain);
  setInterval(askAgain, ASK_AGAIN_MS);
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-goes-on]");
    if (button instanceof HTMLElement) goOn(button);
  });
  new MutationObserver(look).observe(sheet(), { childList: true, subtree: true });
  if (document.querySelector("#lights [data-card-open]")) openSheet("/till/card");
}
