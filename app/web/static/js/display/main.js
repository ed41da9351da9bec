// The customer display: shows what the server says is to be seen, and says "one moment" when the server is gone.
// It has a stream of its own, because it stays when whoever sells logs out; a till has one display.

import "../theme.js";

const LOST_AFTER_MS = 2_500;
const AGAIN_AFTER_MS = 2_000;
const TOUCHED_FOR_MS = 3_000;

let lostTimer = 0;
let slideTimer = 0;
let touchedTimer = 0;
let isFetching = false;
let isStale = false;

function moment() {
  return /** @type {HTMLElement} */ (document.getElementById("moment"));
}

function shown() {
  return /** @type {HTMLElement} */ (document.getElementById("shown"));
}

/** The newest line is always seen. */
function showNewest() {
  const lines = document.getElementById("goods-lines");
  if (lines) lines.scrollTop = lines.scrollHeight;
}

function nextSlide() {
  const slides = Array.from(shown().querySelectorAll(".slide"));
  const at = slides.findIndex((slide) => slide.classList.contains("is-on"));
  slides[at].classList.remove("is-on");
  slides[(at + 1) % slides.length].classList.add("is-on");
}

function settle() {
  showNewest();
  clearInterval(slideTimer);
  const seconds = Number(shown().dataset.seconds ?? "0");
  if (seconds && shown().querySelectorAll(".slide").length > 1) slideTimer = setInterval(nextSlide, seconds * 1_000);
}

/** Fetches what is to be seen; what changes meanwhile is fetched once more afterwards. */
async function refresh() {
  isStale = true;
  if (isFetching) return;
  isFetching = true;
  try {
    while (isStale) {
      isStale = false;
      const answer = await fetch("/display/now", { headers: { "HX-Request": "true" } });
      if (!answer.ok) break;
      const template = document.createElement("template");
      template.innerHTML = await answer.text();
      const part = template.content.getElementById("shown");
      if (part) shown().replaceWith(part);
      settle();
    }
  } catch {
    // The stream notices too that the server is gone, and says when it is back.
  } finally {
    isFetching = false;
  }
}

function isThere() {
  clearTimeout(lostTimer);
  lostTimer = 0;
  moment().hidden = true;
}

function isGone() {
  lostTimer ||= setTimeout(() => {
    moment().hidden = false;
  }, LOST_AFTER_MS);
}

function listen() {
  const stream = new EventSource("/display/live");
  stream.onopen = isThere;
  stream.addEventListener("shown", refresh);
  stream.addEventListener("moved", () => window.location.reload());
  stream.onerror = () => {
    isGone();
    // An answer that is no stream, while the server starts, ends the browser's own tries.
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN_AFTER_MS);
  };
}

/** The button that fills the screen shows while somebody touches the display. */
function touched() {
  document.body.classList.add("is-touched");
  clearTimeout(touchedTimer);
  touchedTimer = setTimeout(() => document.body.classList.remove("is-touched"), TOUCHED_FOR_MS);
}

document.addEventListener("pointermove", touched);
document.addEventListener("pointerdown", touched);
document.getElementById("whole-screen")?.addEventListener("click", () => document.documentElement.requestFullscreen());
settle();
listen();
document.documentElement.dataset.ready = "yes";
