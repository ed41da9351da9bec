// Forms whose act asks for a right at that moment: the PIN pad comes over the screen, then the act goes on.

import { showNotice } from "./apply.js";
import { borrow } from "./lend.js";
import { NoAnswer, send } from "./send.js";
import { words } from "./words.js";

/**
 * @param {string} url
 * @param {Record<string, string>} fields
 */
async function act(url, fields) {
  let answer = await send(url, fields);
  const right = answer.headers.get("X-Right-Needed");
  if (answer.status === 403 && right) {
    const grant = await borrow(right);
    if (grant === null) return;
    answer = await send(url, fields, { grant });
  }
  // Where it worked, the answer leads to the next page.
  if (!answer.ok) showNotice(answer.html);
}

for (const form of document.querySelectorAll("form[data-asks-right]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const target = /** @type {HTMLFormElement} */ (form);
    /** @type {Record<string, string>} */
    const fields = {};
    for (const [name, value] of new FormData(target)) fields[name] = String(value);
    act(target.action, fields).catch((error) => {
      if (!(error instanceof NoAnswer)) throw error;
      const box = document.createElement("p");
      box.textContent = words("no_answer");
      showNotice(box.outerHTML);
    });
  });
}
