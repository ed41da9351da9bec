// Buttons that copy the text of an element, and say whether they could.

import { showSentence } from "./apply.js";

document.addEventListener("click", async (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
  if (!(button instanceof HTMLElement)) return;
  const text = document.getElementById(button.dataset.copy ?? "")?.textContent ?? "";
  try {
    await navigator.clipboard.writeText(text);
    showSentence("good", button.dataset.copied ?? "");
  } catch {
    showSentence("bad", button.dataset.notCopied ?? "");
  }
});
