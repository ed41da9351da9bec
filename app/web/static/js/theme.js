// Light, dark, or as the computer says; the server reads the cookie, so that no page flashes.

const YEAR_SECONDS = 31_536_000;

/** @returns {string} */
function chosen() {
  return document.documentElement.dataset.theme ?? "auto";
}

function show() {
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.getAttribute("data-theme-choice") === chosen()));
  }
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-theme-choice]");
  if (!button) return;
  const theme = button.getAttribute("data-theme-choice") ?? "auto";
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  const age = theme === "auto" ? 0 : YEAR_SECONDS;
  document.cookie = `theme=${theme}; path=/; max-age=${age}; samesite=strict`;
  show();
});

show();
