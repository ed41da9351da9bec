// The undo bar goes when undoing is over.

/** How far this computer's clock is ahead of the server's. */
const clockAheadMs = Date.now() - Number(document.getElementById("main")?.dataset.now ?? "0") * 1000;
let timer = 0;

function watch() {
  clearTimeout(timer);
  const bar = document.getElementById("undo");
  const until = Number(bar?.dataset.until ?? "0");
  if (bar && until > 0) timer = setTimeout(() => bar.replaceChildren(), until * 1000 + clockAheadMs - Date.now());
}

export function startUndo() {
  document.addEventListener("till:changed", watch);
  watch();
}
