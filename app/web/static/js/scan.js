// The scan router: hears every key of the page, takes codes out of the stream and gives the rest back.

import { Burst, LONGEST_GAP_MS, LONGEST_GAP_WIRELESS_MS } from "./burst.js";
import { endsCode, isModifier, scannedCharacter } from "./keys.js";

/**
 * @typedef {object} Listener
 * @property {(code: string, typed: string) => void} scanned a whole code: as meant, and as the layout wrote it
 * @property {(keys: {key: string, code: string}[]) => void} pressed keys of fingers while no field had the focus
 */

const LATE_MS = 25;
const TEXT_INPUTS = new Set(["text", "search", "number", "password", "tel", "email", "url", "date", "time"]);

/**
 * The field that would take typed text, or null.
 * @param {EventTarget | null} target
 * @returns {HTMLInputElement | HTMLTextAreaElement | null}
 */
export function textField(target) {
  if (target instanceof HTMLTextAreaElement) return target;
  return target instanceof HTMLInputElement && TEXT_INPUTS.has(target.type) ? target : null;
}

/** What a field held before a burst began. */
class Before {
  /** @param {HTMLInputElement | HTMLTextAreaElement} field */
  constructor(field) {
    this.field = field;
    this.value = field.value;
    this.start = field.selectionStart;
    this.end = field.selectionEnd;
  }

  /** Takes out again what the scanner typed. */
  restore() {
    if (this.field.value === this.value) return;
    this.field.value = this.value;
    if (this.start !== null) this.field.setSelectionRange(this.start, this.end);
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

export class ScanRouter {
  /**
   * @param {Listener} listener
   * @param {{wireless?: boolean}} options wireless scanners may pause longer between characters
   */
  constructor(listener, { wireless = false } = {}) {
    this.listener = listener;
    this.burst = new Burst(wireless ? LONGEST_GAP_WIRELESS_MS : LONGEST_GAP_MS);
    /** @type {Before | null} */
    this.before = null;
    this.timer = 0;
    this.scannedAtMs = -Infinity;
    this.hear = this.hear.bind(this);
  }

  start() {
    window.addEventListener("keydown", this.hear, { capture: true });
  }

  stop() {
    window.removeEventListener("keydown", this.hear, { capture: true });
    clearTimeout(this.timer);
    this.burst.clear();
  }

  /** @param {KeyboardEvent} event */
  hear(event) {
    if (event.isComposing || isModifier(event)) return;
    const character = event.repeat ? null : scannedCharacter(event);
    if (character !== null) this.character(event, character);
    else if (endsCode(event) && !event.repeat) this.suffix(event);
    else this.finish(); // fingers: what was held goes where it belongs before this key acts
  }

  /**
   * @param {KeyboardEvent} event
   * @param {string} character
   */
  character(event, character) {
    if (!this.burst.isEmpty && !this.burst.reaches(event.timeStamp)) this.finish();
    const field = textField(event.target);
    if (this.burst.isEmpty) {
      if (character === " " && !field) return;
      this.before = field && new Before(field);
    }
    if (!field) event.preventDefault();
    this.burst.add({ character, key: event.key, code: event.code, timeMs: event.timeStamp });
    this.waitForMore();
  }

  waitForMore() {
    clearTimeout(this.timer);
    const dueMs = performance.now() + this.burst.longestGapMs;
    this.timer = setTimeout(() => {
      // A page that was busy has not heard the last keys yet: let them come first.
      if (performance.now() - dueMs > LATE_MS) this.waitForMore();
      else this.finish();
    }, this.burst.longestGapMs);
  }

  /** @param {KeyboardEvent} event */
  suffix(event) {
    const secondSuffix = this.burst.isEmpty && event.timeStamp - this.scannedAtMs <= this.burst.longestGapMs;
    const completesScan = this.burst.isScan && this.burst.reaches(event.timeStamp);
    if (secondSuffix || completesScan) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    if (completesScan) this.scannedAtMs = event.timeStamp;
    this.finish();
  }

  finish() {
    clearTimeout(this.timer);
    if (this.burst.isEmpty) return;
    const { isScan, text, typed, keys } = this.burst;
    const before = this.before;
    this.burst.clear();
    this.before = null;
    if (isScan) {
      before?.restore();
      this.listener.scanned(text, typed);
    } else if (!before) {
      this.listener.pressed(keys);
    }
  }
}
