// Receipts over the till: the list, one paper, papers in doubt.

import { showNotice, showSentence } from "../apply.js";
import { openDialog } from "../dialogs.js";
import { NoAnswer, send } from "../send.js";
import { play } from "../sound.js";
import { words } from "../words.js";
import { keepUntilOpen } from "./coming.js";

const PATIENCE_MS = 30_000;

/**
 * The answer with the sheet, or null where the server gives none.
 * @param {string} url
 */
async function fetchSheet(url) {
  try {
    return await send(url, null, { patienceMs: PATIENCE_MS });
  } catch (error) {
    if (error instanceof NoAnswer) return null;
    throw error;
  }
}

/**
 * Asks for a sheet and opens it; one that was asked for before and is not there yet does not come any more.
 * @param {string} url
 * @param {() => void} begin what the sheet does first, before it gets the keys that were pressed for it
 */
export async function openSheet(url, begin = () => {}) {
  document.getElementById("till-menu")?.hidePopover();
  await keepUntilOpen(() => fetchSheet(url), (answer) => {
    const content = document.getElementById("sheet-content");
    if (answer?.ok && content) {
      content.innerHTML = answer.html;
      htmx.process(content);
      openDialog("sheet");
      begin();
      return true;
    }
    play("error");
    if (answer) showNotice(answer.html);
    else showSentence("warn", words("no_sheet"));
    return false;
  });
}

/** @param {KeyboardEvent} event */
function move(event) {
  const sheet = event.target instanceof Element && event.target.closest("#sheet");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!sheet || !step || event.target.closest(".paper-tray, [data-variants]")) return;
  const buttons = Array.from(sheet.querySelectorAll(".dialog__body button, .claims button"));
  const next = buttons[buttons.indexOf(/** @type {Element} */ (document.activeElement)) + step];
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}

export function startSheets() {
  document.addEventListener("keydown", move);
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-sheet]");
    if (button) openSheet(button.getAttribute("data-sheet") ?? "");
  });
}
