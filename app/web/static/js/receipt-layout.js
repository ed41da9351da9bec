// The picture of a receipt, drawn anew by the server's printing code after each change of the form.

const PAUSE_MS = 120;

const form = /** @type {HTMLFormElement} */ (document.getElementById("receipt-layout"));
const picture = /** @type {HTMLImageElement | null} */ (document.getElementById("preview-picture"));
const note = document.getElementById("preview-note");

let wait = 0;
let asked = new AbortController();

/** @param {HTMLImageElement} shown */
async function draw(shown) {
  asked.abort();
  asked = new AbortController();
  const fields = new FormData(form);
  let response;
  try {
    response = await fetch(form.dataset.picture ?? "", { method: "POST", body: fields, signal: asked.signal });
  } catch {
    return; // a newer change is being drawn, or the server is away: the picture stays
  }
  if (note) note.textContent = response.ok ? "" : (note.dataset.late ?? "");
  if (!response.ok) return;
  const old = shown.src;
  shown.src = URL.createObjectURL(await response.blob());
  shown.dataset.width = String(fields.get("preview_width"));
  if (old.startsWith("blob:")) URL.revokeObjectURL(old);
}

if (picture) {
  form.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(() => draw(picture), PAUSE_MS);
  });
}
