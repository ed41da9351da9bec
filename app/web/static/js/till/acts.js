// The till's line of acts, and what the page does with each answer.

import { applyAnswer, clearNotices, showNotice, showSentence } from "../apply.js";
import { openDialog } from "../dialogs.js";
import { borrow } from "../lend.js";
import { ActQueue } from "../queue.js";
import { play } from "../sound.js";
import { words } from "../words.js";
import { cart } from "./state.js";

const KEPT = "regulars.waiting";

/** @param {string} name */
function announce(name) {
  document.dispatchEvent(new CustomEvent(name));
}

/** @param {import("../send.js").Answer} answer */
function sound(answer) {
  const wished = answer.headers.get("X-Sound");
  if (wished) play(wished);
  else if (!answer.ok) play("error");
}

/**
 * @param {import("../queue.js").Act} act
 * @param {import("../send.js").Answer} answer
 */
function answered(act, answer) {
  if (!act.quiet) sound(answer);
  const opens = answer.headers.get("X-Open");
  if (answer.ok || opens) {
    if (answer.ok && !act.quiet) clearNotices();
    applyAnswer(answer.html);
    announce("till:changed");
  } else {
    showNotice(answer.html, act.errors ?? null);
  }
  if (answer.headers.has("X-Stale")) refreshCart();
  if (opens) openDialog(opens);
  const goes = answer.headers.get("X-Go");
  if (goes) window.location.assign(goes);
}

function held() {
  play("error");
  showSentence("warn", words("pay_held"));
}

function serverLight() {
  return /** @type {HTMLElement} */ (document.getElementById("server-light"));
}

/** @param {number} waiting */
function silent(waiting) {
  const light = serverLight();
  const many = waiting === 1 ? words("waiting_one") : words("waiting_many", { count: waiting });
  light.textContent = waiting > 0 ? `${words("no_answer")} · ${many}` : words("no_answer");
  light.hidden = false;
}

function heard() {
  serverLight().hidden = true;
}

/** Scans that wait survive a reload of the page: their uids make sending them twice harmless. */
function keep() {
  const waiting = queue.acts.filter((act) => act.kept).map((act) => ({ url: act.url, fields: act.kept }));
  if (waiting.length > 0) sessionStorage.setItem(KEPT, JSON.stringify(waiting));
  else sessionStorage.removeItem(KEPT);
  if (queue.isSilent) silent(queue.size);
}

export const queue = new ActQueue({ answered, held, borrow, silent, heard, changed: keep });

/**
 * Adds a line. The cart is named when the act's turn comes: a payment before it in the line ends one cart and begins
 * another. From then on the fields stay as they are, however often they are sent.
 * @param {string} url
 * @param {Record<string, string>} fields
 */
export function addLine(url, fields) {
  return queue.add({
    url,
    kept: fields,
    fields: () => {
      Object.assign(fields, { cart_uid: fields.cart_uid ?? cart.uid, version: cart.version });
      keep();
      return fields;
    },
  });
}

/** Fetches the cart as it is now, in line with the acts: an older answer never covers a newer one. */
export function refreshCart() {
  return queue.add({ url: "/till/cart", quiet: true });
}

/** Sends what was waiting when the page was left, to the cart the acts before it made while this page was under way. */
export function resume() {
  const waiting = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  if (waiting.length > 0) refreshCart();
  for (const { url, fields } of waiting) addLine(url, fields);
}

/**
 * The live stream was lost or found again.
 * @param {boolean} lost
 */
export function streamLost(lost) {
  if (lost) silent(queue.size);
  else if (!queue.isSilent) heard();
}
