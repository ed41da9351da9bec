// Numeric pads: their keys type into the field of the pad; letters are kept out of it.

const NUMBER_SIGNS = /[^0-9.,]/g;

/**
 * Types a key of the pad into its field, in place of what is selected there.
 * @param {HTMLInputElement} field
 * @param {string} key
 */
function press(field, key) {
  field.focus({ preventScroll: true });
  const start = field.selectionStart ?? field.value.length;
  const end = field.selectionEnd ?? field.value.length;
  if (key === "back") field.setRangeText("", start === end ? Math.max(0, start - 1) : start, end, "end");
  else if (field.value.length < field.maxLength || start !== end) field.setRangeText(key, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const key = event.target instanceof Element ? event.target.closest("[data-pad-key]") : null;
  const field = key?.closest("[data-pad]")?.querySelector("[data-pad-value]");
  if (field instanceof HTMLInputElement) press(field, key?.getAttribute("data-pad-key") ?? "");
});

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || !field.matches("[data-pad-value]")) return;
  const clean = field.value.replace(NUMBER_SIGNS, "");
  if (clean !== field.value) field.value = clean;
});
