// The till at rest: no field has the focus, so that one key pays and letters begin a search.

export function findField() {
  return /** @type {HTMLInputElement} */ (document.getElementById("find"));
}

/** Clears the search and shows the tiles again. */
export function clearFind() {
  const field = findField();
  if (!field.value) return;
  field.value = "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Leaves every field. */
export function rest() {
  clearFind();
  if (document.activeElement instanceof HTMLElement && !document.activeElement.closest("dialog")) {
    document.activeElement.blur();
  }
}

// A button pressed by finger or mouse keeps no focus: the next Space pays instead of pressing it again.
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("button, a");
  if (event.detail > 0 && button instanceof HTMLElement && !button.closest("dialog, [popover]")) button.blur();
});
