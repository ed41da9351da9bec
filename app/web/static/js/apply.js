// Puts fragments of an answer where they belong.

import { topDialog } from "./dialogs.js";

/**
 * Swaps every fragment that names its own place (hx-swap-oob).
 * @param {string} html
 */
export function applyFragments(html) {
  if (html.trim()) htmx.swap(document.body, html, { swapStyle: "none", swapDelay: 0, settleDelay: 0 });
}

/**
 * Shows a sentence at the edge of the page; it goes by itself unless it is an error.
 * @param {string} html a notice
 * @param {HTMLElement | null} place
 */
export function showNotice(html, place = null) {
  const box = place ?? document.getElementById("notices");
  if (!box) return;
  box.innerHTML = html;
  htmx.process(box);
}

export function clearNotices() {
  document.getElementById("notices")?.replaceChildren();
}

/**
 * Tells people who listen to the screen.
 * @param {string} sentence
 */
export function say(sentence) {
  const box = document.getElementById("said");
  if (box) box.textContent = sentence;
}

/**
 * A notice made by the page itself.
 * @param {"good" | "warn" | "bad"} kind
 * @param {string} sentence
 */
export function showSentence(kind, sentence) {
  const template = document.getElementById(`notice-${kind}`);
  if (!(template instanceof HTMLTemplateElement)) return;
  const notice = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const title = notice.querySelector(".notice__title");
  if (title) title.textContent = sentence;
  const place = topDialog()?.querySelector("[data-errors]") ?? document.getElementById("notices");
  place?.replaceChildren(notice);
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-close-notice]");
  if (button) button.closest(".notice")?.remove();
});
