// Dialogs: opening, closing, and giving the focus back.

/** @returns {HTMLDialogElement | null} the dialog on top */
export function topDialog() {
  const open = document.querySelectorAll("dialog[open]");
  return /** @type {HTMLDialogElement | null} */ (open[open.length - 1] ?? null);
}

/**
 * Opens a dialog with its texts filled in and its first field selected.
 * @param {string} id
 * @param {Record<string, string>} texts by the name in data-fill
 * @returns {HTMLDialogElement}
 */
export function openDialog(id, texts = {}) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById(id));
  for (const [name, text] of Object.entries(texts)) {
    for (const place of dialog.querySelectorAll(`[data-fill="${name}"]`)) place.textContent = text;
  }
  dialog.querySelector("[data-errors]")?.replaceChildren();
  // A sheet is called what its content is called.
  const heading = dialog.hasAttribute("aria-label") ? dialog.querySelector("h2") : null;
  if (heading) dialog.setAttribute("aria-label", heading.textContent ?? "");
  if (!dialog.open) dialog.showModal();
  const field =
    dialog.querySelector("[data-first]") ??
    dialog.querySelector("[data-pad-value], input:not([type=hidden]), [type=submit]");
  if (field instanceof HTMLElement) field.focus();
  if (field instanceof HTMLInputElement) field.select();
  return dialog;
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  if (event.target.closest("[data-close-dialog]")) event.target.closest("dialog")?.close();
  else if (event.target instanceof HTMLDialogElement) event.target.close();
  const opener = event.target.closest("[data-open]");
  if (opener) openDialog(opener.getAttribute("data-open") ?? "");
});
