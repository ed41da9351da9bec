// Forms and buttons that act: they go through the line of acts, and an act's uid makes sending it twice harmless.

import { topDialog } from "../dialogs.js";
import { newUid } from "../uid.js";
import { queue } from "./acts.js";
import { cartFields } from "./state.js";

/** What a dialog returns whose form was carried out. */
export const DONE = "done";

const FORMS = "[data-line-act], [data-cart-act], [data-add-act], [data-plain-act]";

/**
 * The uid of what the form does: one and the same until it is done.
 * @param {HTMLFormElement} form
 */
function uidOf(form) {
  form.dataset.uid ||= newUid();
  return form.dataset.uid;
}

/**
 * @param {HTMLFormElement} form
 * @returns {import("../queue.js").Act}
 */
function actOf(form) {
  const { lineAct, cartAct, addAct, plainAct } = form.dataset;
  const typed = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
  const line = form.closest("dialog")?.dataset.line ?? "";
  if (lineAct) return { url: lineAct.replace("LINE", line), fields: () => ({ ...typed, ...cartFields() }) };
  if (cartAct) return { url: cartAct, fields: () => ({ ...typed, ...cartFields() }) };
  const uid = uidOf(form);
  if (addAct) return { url: addAct, fields: () => ({ line_uid: uid, ...typed, ...cartFields() }) };
  return { url: plainAct ?? "", fields: () => ({ ...typed, uid }) };
}

/**
 * The first field that must be filled in and is not; it gets the focus.
 * @param {HTMLFormElement} form
 */
function askForMissing(form) {
  const missing = Array.from(form.querySelectorAll("input, select")).find(
    (field) => !(/** @type {HTMLInputElement} */ (field).checkValidity()),
  );
  if (missing instanceof HTMLElement) missing.focus();
  return missing !== undefined;
}

/**
 * Enter in a field goes on to one that may stay empty but seldom is.
 * @param {HTMLFormElement} form
 */
function goOnToWanted(form) {
  const wanted = form.querySelector("[data-wanted]");
  const from = document.activeElement;
  if (!(wanted instanceof HTMLInputElement) || wanted.value || wanted === from || !(from instanceof HTMLInputElement)) return false;
  wanted.focus();
  return true;
}

/** @param {HTMLFormElement} form */
export async function submit(form) {
  if (askForMissing(form) || goOnToWanted(form)) return;
  const button = /** @type {HTMLButtonElement | null} */ (form.querySelector('[type="submit"]'));
  if (button) button.disabled = true;
  // An error may ask something: its answer goes with the form before the question is taken away.
  const act = actOf(form);
  const errors = form.querySelector("[data-errors]");
  errors?.replaceChildren();
  const answer = await queue.add({ ...act, errors });
  if (button) button.disabled = false;
  if (answer?.ok && form.dataset.stays !== undefined) focusFirst();
  else if (answer?.ok) {
    delete form.dataset.uid;
    form.reset();
    const dialog = form.closest("dialog");
    const news = dialog?.querySelector("[data-errors] .notice");
    dialog?.close(DONE);
    // What came of it is said on the page that is seen now.
    if (news) document.getElementById("notices")?.replaceChildren(news);
  }
}

/** In a dialog that stays, the focus goes on to what was found. */
function focusFirst() {
  const first = topDialog()?.querySelector("[data-first]");
  if (first instanceof HTMLElement) first.focus();
  if (first instanceof HTMLInputElement) first.select();
}

/**
 * A code scanned while a dialog asks for one goes there; what it fills only is sent by whoever confirms it.
 * @param {HTMLDialogElement} dialog
 * @param {string} code
 * @param {string} typed as the keyboard's layout wrote it
 * @returns {boolean} whether the dialog asks for one
 */
export function scanInto(dialog, code, typed) {
  const field = dialog.querySelector("[data-scan-field]");
  const form = field?.closest("form");
  if (!(field instanceof HTMLInputElement) || !form) return false;
  field.value = code;
  const asTyped = form.elements.namedItem("typed");
  if (asTyped instanceof HTMLInputElement) asTyped.value = typed;
  if (field.dataset.scanField !== "fills") submit(form);
  else /** @type {HTMLElement | null} */ (form.querySelector('[type="submit"]'))?.focus();
  return true;
}

/** @param {HTMLElement} button */
function act(button) {
  const url = button.dataset.act ?? "";
  /** @type {Record<string, string>} */
  const fields = { uid: newUid() };
  if (button.dataset.fieldPrinted) fields.printed = button.dataset.fieldPrinted;
  const isOnCart = document.getElementById("cart-state") !== null;
  queue.add({ url, key: url, fields: () => ({ ...fields, ...(isOnCart ? cartFields() : {}) }) });
}

export function startSubmitting() {
  // Enter goes on to what is still missing; the browser's own bubbles would stand in the way.
  for (const form of document.querySelectorAll("form")) form.noValidate = true;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches(FORMS)) return;
    event.preventDefault();
    if (!form.dataset.confirm) submit(form);
  });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-act]");
    if (button instanceof HTMLElement) act(button);
  });
}
