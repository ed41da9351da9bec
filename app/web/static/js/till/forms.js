// Forms of dialogs, and buttons that act at once.

import { openDialog } from "../dialogs.js";
import { newUid } from "../uid.js";
import { queue } from "./acts.js";
import { askAboutLine, removeLine, stepQuantity } from "./lines.js";
import { openSheet } from "./sheet.js";
import { cart, cartFields } from "./state.js";

const ABOUT_LINE = new Set(["quantity", "discount", "price", "note"]);

/** @param {HTMLFormElement} form */
function fieldsOf(form) {
  return /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
}

/** @param {HTMLFormElement} form */
function actOf(form) {
  const { lineAct, cartAct, addAct, plainAct } = form.dataset;
  const line = form.closest("dialog")?.dataset.line ?? "";
  const typed = fieldsOf(form);
  if (lineAct) return { url: lineAct.replace("LINE", line), fields: () => ({ ...typed, ...cartFields() }) };
  if (cartAct) return { url: cartAct, fields: () => ({ ...typed, ...cartFields() }) };
  if (plainAct) return { url: plainAct, fields: () => typed };
  const uid = typed.line_uid || newUid();
  return { url: addAct ?? "", fields: () => ({ ...typed, ...cartFields(), line_uid: uid }) };
}

/**
 * The first field that must be filled in and is not; it gets the focus.
 * @param {HTMLFormElement} form
 */
function askForMissing(form) {
  const missing = Array.from(form.querySelectorAll("input, select")).find((field) => !field.checkValidity());
  if (missing instanceof HTMLElement) missing.focus();
  return missing ?? null;
}

/** @param {HTMLFormElement} form */
async function submit(form) {
  if (askForMissing(form)) return;
  const button = form.querySelector('[type="submit"]');
  if (button instanceof HTMLButtonElement) button.disabled = true;
  const answer = await queue.add(actOf(form));
  if (button instanceof HTMLButtonElement) button.disabled = false;
  if (answer?.ok) {
    form.reset();
    form.closest("dialog")?.close();
  }
}

/** @param {string} name */
export function ask(name) {
  if (ABOUT_LINE.has(name)) askAboutLine(name);
  else if (name === "one-off" || cart.lineCount > 0) openDialog(name);
}

/** @param {HTMLElement} button in a discount dialog: percent or amount */
function chooseKind(button) {
  const kind = button.dataset.kind ?? "percent";
  const form = button.closest("form");
  const field = form?.querySelector('[name="kind"]');
  if (field instanceof HTMLInputElement) field.value = kind;
  for (const other of form?.querySelectorAll("[data-kind]") ?? []) other.setAttribute("aria-pressed", String(other === button));
  form?.querySelector("input[data-pad-value]")?.focus();
}

/** @param {MouseEvent} event */
function clicked(event) {
  const target = event.target instanceof Element ? event.target : null;
  const button = target?.closest("[data-dialog], [data-step], [data-remove], [data-act], [data-kind], [data-sheet]");
  if (!(button instanceof HTMLElement)) return;
  const { dialog, step, remove, act, kind, sheet, name } = button.dataset;
  if (dialog) {
    ask(dialog);
    const field = document.getElementById("one-off-name");
    if (name && field instanceof HTMLInputElement) field.value = name;
  }
  if (step) stepQuantity(Number(step));
  if (remove !== undefined) removeLine();
  if (act) queue.add({ url: act, fields: cartFields });
  if (kind) chooseKind(button);
  if (sheet) openSheet(sheet);
}

export function startForms() {
  // Enter goes on to what is still missing; the browser's own bubbles would stand in the way.
  for (const form of document.querySelectorAll("dialog form")) form.noValidate = true;
  document.addEventListener("click", clicked);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-line-act], [data-cart-act], [data-add-act], [data-plain-act]")) return;
    event.preventDefault();
    submit(form);
  });
  document.addEventListener("reset", (event) => {
    const first = event.target instanceof HTMLFormElement && event.target.querySelector('[data-kind="percent"]');
    if (first instanceof HTMLElement && first.getAttribute("aria-pressed") === "false") {
      for (const other of event.target.querySelectorAll("[data-kind]")) other.setAttribute("aria-pressed", String(other === first));
    }
  });
}
