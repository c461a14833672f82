// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// One stream for all tabs of a browser, as it opens no more than six connections
// to a server: a seventh tab would wait for ever

"use strict";

const ports = new Set();
const newest = new Map(); // What a tab that is new has missed, by name
let source = null;
let timer = 0;

function send(name, data) {
  for (const port of ports) {
    port.postMessage({ name, data });
  }
}

function open() {
  clearTimeout(timer);
  if (source) {
    source.close();
  }
  source = new EventSource("api/stream");
  source.addEventListener("live", (event) => {
    newest.set("live", event.data);
    send("live", event.data);
  });
  source.addEventListener("news", (event) => send("news", event.data));
  source.addEventListener("open", () => send("open", ""));
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) {
      timer = setTimeout(open, 3000); // Refused: it does not try by itself
    }
  });
}

addEventListener("connect", (event) => {
  const port = event.ports[0];
  ports.add(port);
  port.addEventListener("message", (message) => {
    if (message.data === "bye") {
      ports.delete(port);
    } else if (message.data === "hello") {
      ports.add(port);
      for (const [name, data] of newest) {
        port.postMessage({ name, data });
      }
    } else if (message.data === "again") {
      open();
    }
  });
  port.start();
  if (!source) {
    open();
  }
});
