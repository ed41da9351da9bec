// The till's menu: sounds, the customer's window; the categories scroll sideways.

import { isMuted, setMuted } from "../sound.js";

function showMuted() {
  for (const button of document.querySelectorAll("[data-mute]")) {
    button.setAttribute("aria-pressed", String(!isMuted()));
  }
}

export function startMenu() {
  showMuted();
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-mute]")) {
      setMuted(!isMuted());
      showMuted();
    }
    const second = event.target.closest("[data-second-window]");
    if (second instanceof HTMLAnchorElement && openSecondWindow(second)) event.preventDefault();
    if (event.target.closest("[data-more-chips]")) moreChips();
    if (event.target.closest("#till-menu [data-open]")) document.getElementById("till-menu")?.hidePopover();
  });
  document.addEventListener("wheel", (event) => {
    const chips = event.target instanceof Element && event.target.closest(".chips");
    if (chips) chips.scrollLeft += event.deltaY;
  }, { passive: true });
}

/**
 * Opens the customer's window as one without the browser's bars, or shows it again where it is open.
 * @param {HTMLAnchorElement} link
 * @returns {boolean} whether the browser allowed it; otherwise the link opens a tab
 */
function openSecondWindow(link) {
  document.getElementById("till-menu")?.hidePopover();
  const opened = window.open(link.href, link.target, "popup,width=1024,height=600");
  opened?.focus();
  return opened !== null;
}

/** On to the next categories; from the last ones back to the first. */
function moreChips() {
  const chips = document.querySelector(".chips");
  if (!chips) return;
  const isAtEnd = Math.abs(chips.scrollLeft) + chips.clientWidth >= chips.scrollWidth - 4;
  const step = document.documentElement.dir === "rtl" ? -0.8 : 0.8;
  if (isAtEnd) chips.scrollTo({ left: 0, behavior: "smooth" });
  else chips.scrollBy({ left: chips.clientWidth * step, behavior: "smooth" });
}
