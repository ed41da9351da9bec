// Puts the parts of an answer where they belong, and says what happened.

import { topDialog } from "./dialogs.js";

const GOOD_NEWS_MS = 4_000;

/** The focus and the cursor, to be found again where the element with the focus is replaced. */
function focusKeeper() {
  const held = document.activeElement;
  const [start, end] = held instanceof HTMLInputElement ? [held.selectionStart, held.selectionEnd] : [null, null];
  return () => {
    const now = held?.id ? document.getElementById(held.id) : null;
    if (!now || now === held) return;
    now.focus({ preventScroll: true });
    if (now instanceof HTMLInputElement && start !== null) now.setSelectionRange(start, end);
  };
}

/**
 * Every element of an answer replaces the one with its id; one that is not there yet goes to the end of the list it
 * names in data-into.
 * @param {string} html
 */
export function applyAnswer(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const restoreFocus = focusKeeper();
  for (const part of Array.from(template.content.children)) {
    const old = document.getElementById(part.id);
    if (part.id === "notices") showNotice(part.innerHTML);
    else if (old) old.replaceWith(part);
    else document.getElementById(part.getAttribute("data-into") ?? "")?.append(part);
    htmx.process(part);
  }
  restoreFocus();
}

/**
 * Shows a notice: in the dialog on top, where there is one, else at the edge of the page.
 * @param {string} html
 * @param {Element | null} place
 */
export function showNotice(html, place = null) {
  const box = place ?? topDialog()?.querySelector("[data-errors]") ?? document.getElementById("notices");
  if (!box) return;
  box.innerHTML = html;
  for (const news of box.querySelectorAll(".notice--good")) setTimeout(() => news.remove(), GOOD_NEWS_MS);
}

/**
 * A notice made by the page itself.
 * @param {"good" | "warn" | "bad"} kind
 * @param {string} sentence
 */
export function showSentence(kind, sentence) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(`notice-${kind}`));
  const box = document.createElement("div");
  box.append(template.content.cloneNode(true));
  const title = box.querySelector(".notice__title");
  if (title) title.textContent = sentence;
  showNotice(box.innerHTML);
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

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-close-notice]");
  if (button) button.closest(".notice")?.remove();
});
