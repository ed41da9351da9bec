// Acts wait in line and are sent one at a time; one without an answer is sent again until there is one.

import { NoAnswer, send } from "./send.js";

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 2_000;

/**
 * @typedef {object} Act
 * @property {string} url
 * @property {() => Record<string, string> | null} [fields] asked for when the act's turn comes, null drops the act;
 *   without them the act only asks
 * @property {string} [key] while an act with this key waits, another one is not taken
 * @property {boolean} [quiet] makes no sound and leaves the notices
 * @property {boolean} [wholeLine] does not run when an act before it was refused
 * @property {Element | null} [errors] where a refusal is shown, if not at the edge of the page
 * @property {Record<string, string>} [kept] fields of an act that outlives a reload of the page
 */

/**
 * @typedef {object} Hooks
 * @property {(act: Act, answer: import("./send.js").Answer) => void} answered
 * @property {(act: Act) => void} held an act did not run because one before it was refused
 * @property {(right: string) => Promise<string | null>} borrow asks a supervisor for a right; null when he refuses
 * @property {(waiting: number) => void} silent the server does not answer; how many acts wait
 * @property {() => void} heard it answers again
 * @property {() => void} changed the line grew or shrank
 */

export class ActQueue {
  /** @param {Hooks} hooks */
  constructor(hooks) {
    this.hooks = hooks;
    /** @type {{act: Act, done: (answer: import("./send.js").Answer | null) => void}[]} */
    this.line = [];
    this.running = false;
    this.refused = false;
    this.isSilent = false;
  }

  get size() {
    return this.line.length;
  }

  /** The acts that wait, the running one first. */
  get acts() {
    return this.line.map((entry) => entry.act);
  }

  /**
   * Puts an act at the end of the line; the answer, or null where it was dropped.
   * @param {Act} act
   * @returns {Promise<import("./send.js").Answer | null>}
   */
  add(act) {
    if (act.key && this.line.some((entry) => entry.act.key === act.key)) return Promise.resolve(null);
    return new Promise((done) => {
      this.line.push({ act, done });
      this.hooks.changed();
      if (!this.running) this.run();
    });
  }

  async run() {
    this.running = true;
    this.refused = false;
    while (this.line.length > 0) {
      const { act, done } = this.line[0];
      const answer = await this.perform(act);
      this.line.shift();
      this.hooks.changed();
      if (answer) {
        this.refused ||= !answer.ok;
        this.hooks.answered(act, answer);
      }
      done(answer);
    }
    this.running = false;
  }

  /**
   * @param {Act} act
   * @returns {Promise<import("./send.js").Answer | null>}
   */
  async perform(act) {
    if (act.wholeLine && this.refused) {
      this.hooks.held(act);
      return null;
    }
    const fields = act.fields ? act.fields() : null;
    if (act.fields && fields === null) return null;
    let answer = await this.sendUntilHeard(act.url, fields, null);
    /** @type {Map<string, string>} grant by the right it lends: one act may need several */
    const grants = new Map();
    for (;;) {
      const right = answer.headers.get("X-Right-Needed");
      if (answer.status !== 403 || !right || grants.has(right)) return answer;
      const grant = await this.hooks.borrow(right);
      if (grant === null) {
        this.refused = true;
        return null;
      }
      grants.set(right, grant);
      answer = await this.sendUntilHeard(act.url, fields, [...grants.values()].join(","));
    }
  }

  /**
   * @param {string} url
   * @param {Record<string, string> | null} fields
   * @param {string | null} grant
   */
  async sendUntilHeard(url, fields, grant) {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        const answer = await send(url, fields, { grant });
        if (this.isSilent) this.hooks.heard();
        this.isSilent = false;
        return answer;
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        this.isSilent = true;
        this.hooks.silent(this.line.length);
        await new Promise((wake) => setTimeout(wake, pauseMs));
      }
    }
  }
}
