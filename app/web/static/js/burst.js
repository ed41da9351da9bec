// Tells a scanner from fingers by the time between keys.

export const LEAST_CHARACTERS = 4;
export const MEAN_GAP_MS = 35;
export const LONGEST_GAP_MS = 80;
export const LONGEST_GAP_WIRELESS_MS = 150;

/** Keys pressed in quick succession. */
export class Burst {
  /** @param {number} longestGapMs a longer pause ends the burst */
  constructor(longestGapMs = LONGEST_GAP_MS) {
    this.longestGapMs = longestGapMs;
    /** @type {{character: string, key: string, code: string, timeMs: number}[]} */
    this.keys = [];
    /** How many of them were given back as fingers already. */
    this.given = 0;
  }

  get isEmpty() {
    return this.keys.length === 0;
  }

  /** The characters as the scanner meant them. */
  get text() {
    return this.keys.map((key) => key.character).join("");
  }

  /** The characters as the keyboard's layout wrote them. */
  get typed() {
    return this.keys.map((key) => key.key).join("");
  }

  /**
   * Whether a key at this time still belongs to the burst.
   * @param {number} timeMs
   */
  reaches(timeMs) {
    return timeMs - this.lastMs <= this.longestGapMs;
  }

  /** When its last key was pressed; long ago where there is none. */
  get lastMs() {
    return this.keys.at(-1)?.timeMs ?? -Infinity;
  }

  /** @param {{character: string, key: string, code: string, timeMs: number}} key */
  add(key) {
    this.keys.push(key);
  }

  /** Whether no fingers are this quick. */
  get isScan() {
    const count = this.keys.length;
    if (count < LEAST_CHARACTERS) return false;
    return (this.keys[count - 1].timeMs - this.keys[0].timeMs) / (count - 1) <= MEAN_GAP_MS;
  }
}
