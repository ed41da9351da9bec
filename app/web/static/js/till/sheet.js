// Receipts over the till: the list, and one paper.

import { openDialog } from "../dialogs.js";

/** @param {string} url */
export async function openSheet(url) {
  document.getElementById("till-menu")?.hidePopover();
  await htmx.ajax("GET", url, { target: "#sheet-content", swap: "innerHTML" });
  openDialog("sheet");
}
