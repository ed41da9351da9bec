// One tick for all of a list: those of the page's boxes with the name it says.

for (const all of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-tick-all]"))) {
  const named = document.getElementsByName(all.dataset.tickAll ?? "");
  const boxes = /** @type {HTMLInputElement[]} */ ([...named]);
  const follow = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && !all.checked;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  for (const box of boxes) box.addEventListener("change", follow);
  follow();
}
