// The sheet in which goods are taken back: ticks, quantities, the usual reasons.

/** @param {Element} row */
function tick(row) {
  return /** @type {HTMLInputElement} */ (row.querySelector("[data-tick]"));
}

/** A quantity counts only where the line is ticked: what is typed ticks it. @param {Event} event */
function typed(event) {
  const row = event.target instanceof Element && event.target.matches("[data-back-qty]") && event.target.closest("[data-back-row]");
  if (row) tick(row).checked = /** @type {HTMLInputElement} */ (event.target).value.trim() !== "";
}

/** @param {Element} sheet */
function tickAll(sheet) {
  for (const row of sheet.querySelectorAll("[data-back-row]")) {
    if (!tick(row).disabled) tick(row).checked = true;
  }
  /** @type {HTMLElement | null} */ (sheet.querySelector('[name="reason"]'))?.focus();
}

/** @param {HTMLElement} button a usual reason: it is written into the field, and Enter goes on */
function chooseReason(button) {
  const form = button.closest("form");
  const field = form?.querySelector('[name="reason"]');
  if (!form || !(field instanceof HTMLInputElement)) return;
  field.value = button.dataset.reason ?? "";
  /** @type {HTMLElement | null} */ (form.querySelector("[type=submit]"))?.focus();
}

/** Arrow keys go from tick to tick; Ctrl A ticks them all. @param {KeyboardEvent} event */
function move(event) {
  const all = event.ctrlKey && event.code === "KeyA" && document.querySelector("dialog[open] [data-tick-all]");
  if (all && !(event.target instanceof HTMLInputElement && event.target.type === "text")) {
    event.preventDefault();
    tickAll(all.closest("dialog") ?? document.body);
    return;
  }
  const row = event.target instanceof Element && event.target.closest("[data-back-row]");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!row || !step) return;
  const ticks = Array.from(document.querySelectorAll("[data-tick]:not(:disabled)"));
  const next = ticks[ticks.indexOf(tick(row)) + step];
  event.preventDefault();
  if (next instanceof HTMLElement) next.focus();
}

export function startTakingBack() {
  document.addEventListener("input", typed);
  document.addEventListener("keydown", move);
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const all = target?.closest("[data-tick-all]");
    if (all) tickAll(all.closest("dialog") ?? document.body);
    const reason = target?.closest("[data-reason]");
    if (reason instanceof HTMLElement) chooseReason(reason);
  });
}
