// The scan router: hears every key of the page, takes codes out of the stream and gives the rest back.

import { Burst, LONGEST_GAP_MS, LONGEST_GAP_WIRELESS_MS } from "./burst.js";
import { endsCode, isModifier, scannedCharacter } from "./keys.js";

/**
 * @typedef {object} Listener
 * @property {(code: string, typed: string) => void} scanned a whole code: as meant, and as the layout wrote it
 * @property {(keys: {key: string, code: string}[]) => void} pressed keys of fingers while no field had the focus; where
 *   they begin a text they are put at the end of a field, which gets the focus
 */

/** How much longer than a pause may be the page waits before it believes that no more keys are under way. */
const DELIVERY_MS = 40;
/** The same for what looks like a code: it is cut off nowhere before its suffix, however late a busy computer is. */
const SUFFIX_WAIT_MS = 2_000;
/** Where it is kept that the scanner of this computer sends no suffix: its codes end with a pause. */
const SUFFIX_KEY = "regulars.scanner.suffix";
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

/** A closed dialog keeps the focus until the next frame; a key pressed before that is meant for the page. */
function leaveClosedDialog() {
  const focused = document.activeElement;
  if (focused instanceof HTMLElement && focused.closest("dialog:not([open])")) focused.blur();
}

/** What a field held before a burst began. */
class Before {
  /**
   * @param {HTMLInputElement | HTMLTextAreaElement} field
   * @param {number} typed how many characters at its end do not count
   */
  constructor(field, typed = 0) {
    this.field = field;
    this.value = field.value.slice(0, field.value.length - typed);
    this.start = typed ? this.value.length : field.selectionStart;
    this.end = typed ? this.value.length : field.selectionEnd;
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
    this.longestGapMs = wireless ? LONGEST_GAP_WIRELESS_MS : LONGEST_GAP_MS;
    this.burst = new Burst(this.longestGapMs);
    /** @type {Before | null} */
    this.before = null;
    /** The burst before this one, given back as fingers: its next key may have come late. */
    this.givenBack = { burst: new Burst(this.longestGapMs), before: /** @type {Before | null} */ (null) };
    this.timer = 0;
    this.endsWithPause = localStorage.getItem(SUFFIX_KEY) === "no";
    this.scannedAtMs = -Infinity;
  }

  start() {
    window.addEventListener("keydown", (event) => this.hear(event), { capture: true });
  }

  /** @param {KeyboardEvent} event */
  hear(event) {
    if (event.isComposing || isModifier(event)) return;
    leaveClosedDialog();
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
    // Not the event's target: what was held may just have gone into a field, and this key follows it there.
    const field = textField(document.activeElement);
    if (this.burst.isEmpty && !this.takeBack(event)) {
      if (character === " " && !field) return;
      this.before = field && new Before(field);
    }
    if (!field) event.preventDefault();
    this.burst.add({ character, key: event.key, code: event.code, timeMs: event.timeStamp });
    this.waitForMore();
  }

  /** @param {KeyboardEvent} event */
  suffix(event) {
    if (this.burst.isEmpty) this.takeBack(event);
    const secondSuffix = this.burst.isEmpty && event.timeStamp - this.scannedAtMs <= this.longestGapMs;
    const completesScan = this.burst.isScan && this.burst.reaches(event.timeStamp);
    if (secondSuffix || completesScan) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    // Also one that came only after the code was taken: without waiting for it, a late key would cut the next code off.
    if (secondSuffix || completesScan) this.learn({ endsWithPause: false });
    if (completesScan) this.scannedAtMs = event.timeStamp;
    this.finish();
  }

  /**
   * A busy computer delivers keys late: one that was pressed right after the burst given back belongs to it.
   * @param {KeyboardEvent} event
   * @returns {boolean} whether there was such a burst
   */
  takeBack(event) {
    if (!this.givenBack.burst.reaches(event.timeStamp)) return false;
    ({ burst: this.burst, before: this.before } = this.givenBack);
    this.givenBack = { burst: new Burst(this.longestGapMs), before: null };
    return true;
  }

  waitForMore() {
    clearTimeout(this.timer);
    const shortMs = this.longestGapMs + DELIVERY_MS;
    this.timer = setTimeout(
      () => {
        if (this.burst.isScan) {
          this.learn({ endsWithPause: true });
          // A suffix that comes after all ends this code, and does nothing else.
          this.scannedAtMs = this.burst.lastMs;
        }
        this.finish();
      },
      this.burst.isScan && !this.endsWithPause ? SUFFIX_WAIT_MS : shortMs,
    );
  }

  /** @param {{endsWithPause: boolean}} how the scanner's codes end; the next page of this computer knows it too */
  learn({ endsWithPause }) {
    if (this.endsWithPause === endsWithPause) return;
    this.endsWithPause = endsWithPause;
    localStorage.setItem(SUFFIX_KEY, endsWithPause ? "no" : "yes");
  }

  /** The burst is over: a code goes to the listener, what fingers pressed goes where it belongs. */
  finish() {
    clearTimeout(this.timer);
    const { burst, before } = this;
    if (burst.isEmpty) return;
    this.burst = new Burst(this.longestGapMs);
    this.before = null;
    if (burst.isScan) {
      before?.restore();
      this.listener.scanned(burst.text, burst.typed);
      return;
    }
    if (!before && burst.keys.length > burst.given) this.listener.pressed(burst.keys.slice(burst.given));
    burst.given = burst.keys.length;
    const field = before ? null : textField(document.activeElement);
    this.givenBack = { burst, before: field ? new Before(field, burst.keys.length) : before };
  }
}
