// What is done before the page's programs listen is kept for them: a slow computer loses no scan, no tap and no letter.
// A plain script in the page's head: it is there before anything can be touched. What it keeps nobody else hears before
// it is given back, because some programs listen earlier than others.

(() => {
  const FIELD = "input:not([type=radio], [type=checkbox], [type=button], [type=submit]), textarea";
  const ACTS_BY_ITSELF = `${FIELD}, a, button, summary, select, input`;
  /** Keys by which the browser itself moves about. */
  const OF_THE_BROWSER = new Set(["Tab", "PageUp", "PageDown", "F5", "F11", "F12"]);
  const keepsKeys = document.currentScript?.hasAttribute("data-keep-keys");

  /** @type {(() => void)[]} */
  const kept = [];
  /** Impatience: a button that does not answer is tapped again, and is meant once. @type {Set<Element>} */
  const tapped = new Set();

  /**
   * Whether a form does nothing without a program.
   * @param {Element | null | undefined} form
   */
  function needsProgram(form) {
    return form instanceof HTMLFormElement && !form.hasAttribute("action");
  }

  /** @param {KeyboardEvent} event */
  function keepKey(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const isTyping = target.matches(FIELD);
    if (!keepsKeys || (isTyping && event.key.length === 1)) return; // a letter in a field is there already
    const form = isTyping && event.key === "Enter" ? /** @type {HTMLInputElement} */ (target).form : null;
    const isForm = needsProgram(form);
    kept.push(() => {
      const again = new KeyboardEvent(event.type, event);
      // A scanner is told from fingers by the time between its keys.
      Object.defineProperty(again, "timeStamp", { value: event.timeStamp });
      const place = isForm ? target : (document.activeElement ?? document.body);
      if (place.dispatchEvent(again) && isForm) form?.requestSubmit();
    });
    event.stopImmediatePropagation();
    const isShortcut = event.ctrlKey || event.altKey || event.metaKey || OF_THE_BROWSER.has(event.key);
    const isOfElement = target.matches(ACTS_BY_ITSELF) && !/^F\d/.test(event.key) && !isForm;
    if (!isShortcut && !isOfElement) event.preventDefault();
  }

  /** @param {MouseEvent} event */
  function keepTap(event) {
    const button = event.target instanceof Element ? event.target.closest("button[type=button]") : null;
    if (!button || button.hasAttribute("popovertarget")) return;
    event.stopImmediatePropagation();
    if (tapped.has(button)) return;
    tapped.add(button);
    kept.push(() => button.dispatchEvent(new MouseEvent(event.type, event)));
  }

  /** @param {SubmitEvent} event */
  function keepForm(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!needsProgram(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (tapped.has(form)) return;
    tapped.add(form);
    kept.push(() => form.requestSubmit(event.submitter));
  }

  /** @param {Element} field */
  function isChanged(field) {
    if (field instanceof HTMLSelectElement) {
      const options = Array.from(field.options);
      const hasDefault = options.some((option) => option.defaultSelected);
      return hasDefault ? options.some((option) => option.selected !== option.defaultSelected) : field.selectedIndex > 0;
    }
    if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
    if (!(field instanceof HTMLInputElement)) return false;
    return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
  }

  /** @type {[string, (event: any) => void][]} */
  const kinds = [["keydown", keepKey], ["click", keepTap], ["submit", keepForm]];

  function giveBack() {
    for (const [kind, keep] of kinds) window.removeEventListener(kind, keep, { capture: true });
    // What was typed, or what the browser filled in again on the way back.
    for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
      if (isChanged(field)) field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    for (const act of kept) act();
  }

  for (const [kind, keep] of kinds) window.addEventListener(kind, keep, { capture: true });
  // All deferred programs have begun by then, and htmx knows the page.
  document.addEventListener("DOMContentLoaded", () => setTimeout(giveBack));
})();
