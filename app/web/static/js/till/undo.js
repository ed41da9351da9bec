// The undo bar goes when undoing is over.

let timer = 0;

function watch() {
  clearTimeout(timer);
  const bar = document.getElementById("undo");
  const seconds = Number(bar?.dataset.seconds ?? "0");
  if (bar && seconds > 0) timer = setTimeout(() => bar.replaceChildren(), seconds * 1000);
}

export function startUndo() {
  document.addEventListener("till:changed", watch);
  watch();
}
