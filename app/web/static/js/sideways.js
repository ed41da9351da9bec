// A table that is wider than its place is scrolled by the keyboard too, where nothing in it takes the focus.

const TAKES_FOCUS = "a[href], button, input, select, textarea, [tabindex]";

const watcher = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const isWider = target.scrollWidth > target.clientWidth;
    if (isWider && !target.querySelector(TAKES_FOCUS)) target.setAttribute("tabindex", "0");
    else target.removeAttribute("tabindex");
  }
});

for (const place of document.querySelectorAll(".table-scroll")) watcher.observe(place);
