// One request to the server, and what came of it.

const NOT_THERE = new Set([502, 503, 504]);
const PATIENCE_MS = 10_000;

/** The server gave no answer: whether it did the act is not known, so the same request is sent again. */
export class NoAnswer extends Error {}

/**
 * @typedef {object} Answer
 * @property {boolean} ok
 * @property {number} status
 * @property {string} html
 * @property {Headers} headers
 */

/**
 * Sends a form and waits for the answer; NoAnswer where there is none.
 * @param {string} url
 * @param {Record<string, string> | null} fields null asks for something and sends none
 * @param {{grant?: string | null, patienceMs?: number}} options a right lent for this act; how long an answer is waited for
 * @returns {Promise<Answer>}
 */
export async function send(url, fields, { grant = null, patienceMs = PATIENCE_MS } = {}) {
  const token = document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "";
  /** @type {Record<string, string>} */
  const headers = { "X-CSRF-Token": token, "HX-Request": "true" };
  if (grant) headers["X-Grant"] = grant;
  let response;
  let html;
  try {
    response = await fetch(url, {
      method: fields ? "POST" : "GET",
      headers,
      body: fields && new URLSearchParams(fields),
      signal: AbortSignal.timeout(patienceMs),
    });
    html = await response.text();
  } catch (error) {
    throw new NoAnswer(String(error));
  }
  if (NOT_THERE.has(response.status)) throw new NoAnswer(String(response.status));
  const door = response.headers.get("HX-Redirect");
  if (door) window.location.assign(door);
  return { ok: response.ok, status: response.status, html, headers: response.headers };
}
