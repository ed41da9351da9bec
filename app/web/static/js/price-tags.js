// The picture of the tag follows the row that is being worked on, in the size of the printer that is chosen.

const preview = /** @type {HTMLImageElement | null} */ (document.getElementById("tag-preview"));
const printer = /** @type {HTMLSelectElement | null} */ (document.getElementById("field-device_id"));

let picture = /** @type {HTMLElement | null} */ (document.querySelector("[data-picture]"))?.dataset.picture ?? "";

function show() {
  if (!preview || !picture) return;
  const address = printer ? `${picture}?device=${printer.value}` : picture;
  if (preview.getAttribute("src") !== address) preview.src = address;
}

document.addEventListener("focusin", (event) => {
  const chosen = /** @type {HTMLElement} */ (event.target).dataset.picture;
  if (!chosen) return;
  picture = chosen;
  show();
});
printer?.addEventListener("change", show);
