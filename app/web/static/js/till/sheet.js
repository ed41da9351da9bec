// Receipts over the till: the list, one paper, papers in doubt.

import { openDialog } from "../dialogs.js";
import { keepUntilOpen } from "./coming.js";

/** @param {string} url */
export async function openSheet(url) {
  document.getElementById("till-menu")?.hidePopover();
  await keepUntilOpen(async () => {
    await htmx.ajax("GET", url, { target: "#sheet-content", swap: "innerHTML" });
    openDialog("sheet");
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
