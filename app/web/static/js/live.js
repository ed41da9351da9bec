// Live updates for this page: through a worker shared by all tabs, or by a stream of its own where there is none.

/** @typedef {(topic: string, payload: any) => void} Hearer */

const TOPICS = ["card_payment", "cart", "catalogue", "devices", "elsewhere", "hello", "logged_out", "outbox", "sale", "scan", "shift", "till_taken"];

/** @param {Hearer} hearer */
function listenAlone(hearer) {
  const stream = new EventSource("/live");
  for (const topic of TOPICS) {
    stream.addEventListener(topic, (event) => hearer(topic, JSON.parse(event.data)));
  }
  stream.onerror = () => hearer("lost", null);
}

/**
 * The stream of a page begins later than its figures were read: what happened in between is asked for and told first.
 * @param {string} heard the cursor the page was made with
 * @param {Hearer} hearer
 * @returns {Hearer}
 */
function catchingUp(heard, hearer) {
  let caughtUp = false;
  /** @type {[string, any][] | null} what the stream brings while the answer is on its way */
  let waiting = null;
  return async (topic, payload) => {
    if (waiting) {
      waiting.push([topic, payload]);
      return;
    }
    if (caughtUp || topic !== "hello") {
      hearer(topic, payload);
      return;
    }
    waiting = [[topic, payload]];
    try {
      const response = await fetch(`/live/since?after=${heard}`);
      for (const missed of await response.json()) hearer(missed.topic, missed.payload);
      caughtUp = true;
    } catch {
      // The server is away again: the next hello asks anew.
    }
    const told = waiting;
    waiting = null;
    for (const each of told) hearer(...each);
  };
}

/**
 * Calls the hearer for everything that happens elsewhere since the page was made, and with "lost" when the server is gone.
 * @param {Hearer} told
 */
export function listen(told) {
  const heard = document.querySelector('meta[name="heard"]')?.getAttribute("content");
  const hearer = heard ? catchingUp(heard, told) : told;
  if (typeof SharedWorker === "undefined") {
    listenAlone(hearer);
    return;
  }
  const worker = new SharedWorker(new URL("./live-worker.js", import.meta.url), { name: "regulars-live" });
  worker.port.onmessage = ({ data }) => hearer(data.topic, data.payload);
  window.addEventListener("pagehide", () => worker.port.postMessage("bye"));
}
