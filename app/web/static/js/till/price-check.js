// What does it cost? Scans and searches show the goods without adding them, until Esc.

import { openSheet } from "./sheet.js";

export function openPriceCheck() {
  openSheet("/till/price-check");
}
