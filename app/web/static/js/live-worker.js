// One stream of live updates for all tabs of the browser: browsers open only six connections to a server.

/** What the server may tell; see the event feed. */
const TOPICS = ["card_payment", "cart", "catalogue", "devices", "elsewhere", "hello", "logged_out", "outbox", "sale", "scan", "shift", "till_taken"];

/** @type {Set<MessagePort>} */
const tabs = new Set();
/** @type {EventSource | null} */
let stream = null;

/** @param {{topic: string, payload: unknown}} message */
function tellAll(message) {
  for (const tab of tabs) tab.postMessage(message);
}

function listen() {
  stream = new EventSource("/live");
  for (const topic of TOPICS) {
    stream.addEventListener(topic, (event) => {
      tellAll({ topic, payload: JSON.parse(event.data) });
      if (topic === "logged_out") hangUp();
    });
  }
  stream.onerror = () => {
    tellAll({ topic: "lost", payload: null });
    if (stream?.readyState === EventSource.CLOSED) hangUp();
  };
}

function hangUp() {
  stream?.close();
  stream = null;
}

self.addEventListener("connect", (event) => {
  const tab = event.ports[0];
  tabs.add(tab);
  tab.onmessage = ({ data }) => {
    if (data === "bye") tabs.delete(tab);
    if (tabs.size === 0) hangUp();
  };
  if (stream === null) listen();
  else tab.postMessage({ topic: "hello", payload: {} });
});
