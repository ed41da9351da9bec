// Live updates for this page: through a worker shared by all tabs, or by a stream of its own where there is none.

/** @typedef {(topic: string, payload: any) => void} Hearer */

const TOPICS = ["cart", "catalogue", "devices", "elsewhere", "hello", "logged_out", "outbox", "sale", "shift", "till_taken"];

/** @param {Hearer} hearer */
function listenAlone(hearer) {
  const stream = new EventSource("/live");
  for (const topic of TOPICS) {
    stream.addEventListener(topic, (event) => hearer(topic, JSON.parse(event.data)));
  }
  stream.onerror = () => hearer("lost", null);
}

/**
 * Calls the hearer for everything that happens elsewhere, and with "lost" when the server is gone.
 * @param {Hearer} hearer
 */
export function listen(hearer) {
  if (typeof SharedWorker === "undefined") {
    listenAlone(hearer);
    return;
  }
  const worker = new SharedWorker(new URL("./live-worker.js", import.meta.url), { name: "regulars-live" });
  worker.port.onmessage = ({ data }) => hearer(data.topic, data.payload);
  window.addEventListener("pagehide", () => worker.port.postMessage("bye"));
}
