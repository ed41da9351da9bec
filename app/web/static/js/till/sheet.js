// Receipts over the till: the list, one paper, papers in doubt.

import { openDialog } from "../dialogs.js";

/** @param {string} url */
export async function openSheet(url) {
  document.getElementById("till-menu")?.hidePopover();
  await htmx.ajax("GET", url, { target: "#sheet-content", swap: "innerHTML" });
  openDialog("sheet");
}

export function startSheets() {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-sheet]");
    if (button) openSheet(button.getAttribute("data-sheet") ?? "");
  });
}
