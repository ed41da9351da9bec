// Parts of the office's pages that come anew when something happens at a till: data-live names what.

import { listen } from "../live.js";

/** Sales in quick succession are fetched together. */
const TOGETHER_MS = 500;

let timer = 0;

function fetchAnew() {
  clearTimeout(timer);
  timer = setTimeout(() => htmx.trigger(document.body, "office:live"), TOGETHER_MS);
}

/** @param {string} topic */
function concerns(topic) {
  return document.querySelector("[data-live]")?.getAttribute("data-live")?.split(" ").includes(topic) ?? false;
}

listen((topic, payload) => {
  if (topic === "logged_out") window.location.reload();
  // What happened before the stream began, or while it was lost, nobody told.
  if (topic === "hello" || concerns(topic === "elsewhere" ? payload.topic : topic)) fetchAnew();
});
document.documentElement.dataset.ready = "yes";
