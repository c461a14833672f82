// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// What is new, from the stream that all tabs share where the browser can

/** Calls hear(name, object) for each message; returns what opens it anew. */
export function listen(hear) {
  const tell = (name, data) => hear(name, data ? JSON.parse(data) : null);
  return window.SharedWorker ? listenShared(tell) : listenAlone(tell);
}

function listenShared(tell) {
  const { port } = new SharedWorker("worker.js", { name: "earmark" });
  port.onmessage = (event) => tell(event.data.name, event.data.data);
  port.postMessage("hello");
  addEventListener("pagehide", () => port.postMessage("bye"));
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      port.postMessage("hello");
    }
  });
  return () => port.postMessage("again");
}

function listenAlone(tell) {
  let source = null;
  let timer = 0;
  const open = () => {
    clearTimeout(timer);
    source?.close();
    source = new EventSource("api/stream");
    source.addEventListener("live", (event) => tell("live", event.data));
    source.addEventListener("news", (event) => tell("news", event.data));
    source.addEventListener("open", () => tell("open", ""));
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) {
        timer = setTimeout(open, 3000);
      }
    });
  };
  open();
  return open;
}
