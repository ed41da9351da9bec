// One open page per till: a page opened later takes the till over, and the earlier one says so.

import { showSentence } from "../apply.js";
import { listen } from "../live.js";
import { play } from "../sound.js";
import { newUid } from "../uid.js";
import { words } from "../words.js";
import { queue, refreshCart, streamLost } from "./acts.js";

const page = newUid();
let lostTimer = 0;
const LOST_AFTER_MS = 2_500;
const SCANS_TAKEN = "regulars.scans";
const SCANS_REMEMBERED = 250;

function veil() {
  return /** @type {HTMLElement} */ (document.getElementById("away"));
}

export function isAway() {
  return !veil().hidden;
}

function take() {
  veil().hidden = true;
  queue.add({ url: "/till/take", fields: () => ({ page }) });
}

function refreshLights() {
  htmx.trigger(document.body, "till:lights");
}

/** @param {{taken_over?: string, by?: string}} payload carts put aside or taken up somewhere, or this till's own */
function heardOfCart(payload) {
  htmx.trigger(document.body, "till:held");
  if (!payload.taken_over) return;
  refreshCart();
  play("error");
  showSentence("warn", words("taken_over", { till: payload.by ?? "" }));
}

/** @type {Record<string, (payload: any) => void>} */
const HEARD = {
  hello: () => {
    clearTimeout(lostTimer);
    lostTimer = 0;
    streamLost(false);
    refreshLights();
  },
  lost: () => {
    lostTimer ||= setTimeout(() => streamLost(true), LOST_AFTER_MS);
  },
  card_payment: () => {
    htmx.trigger(document.body, "till:card");
    refreshLights();
  },
  cart: heardOfCart,
  outbox: refreshLights,
  devices: refreshLights,
  shift: ({ open }) => {
    const showsClosed = document.getElementById("no-shift") !== null;
    if (open === showsClosed) window.location.reload();
    else refreshLights();
  },
  till_taken: (payload) => {
    veil().hidden = payload.page === page;
  },
  logged_out: () => window.location.reload(),
};

/**
 * What a serial scanner of this till reads goes where a scan from the keyboard goes, once: a page that was just opened
 * hears the last seconds again.
 * @param {(code: string, typed: string, uid: string) => void} scanned
 */
function hearScans(scanned) {
  HEARD.scan = ({ uid, code }) => {
    const taken = JSON.parse(localStorage.getItem(SCANS_TAKEN) ?? "[]");
    if (isAway() || taken.includes(uid)) return;
    localStorage.setItem(SCANS_TAKEN, JSON.stringify([...taken, uid].slice(-SCANS_REMEMBERED)));
    scanned(code, code, uid);
  };
}

/** @param {(code: string, typed: string, uid: string) => void} scanned */
export function startWindow(scanned) {
  hearScans(scanned);
  veil().querySelector("button")?.addEventListener("click", () => {
    take();
    refreshCart();
  });
  listen((topic, payload) => HEARD[topic]?.(payload));
  take();
}
