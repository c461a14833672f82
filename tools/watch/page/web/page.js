// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The page: what is shown, by the part of the address behind its "#"

import { post } from "./api.js";
import { EventList } from "./events.js";
import { listen } from "./feed.js";
import { LogList } from "./log.js";
import { eventsOf, model, showLive, takeDesk, takeNews, takePast } from "./model.js";
import { Overview } from "./overview.js";
import { StationView } from "./station.js";
import { clock, element, setText, zone } from "./words.js";

const SILENT = 6000; // Milliseconds without anything: the connection is lost

const at = (id) => document.getElementById(id);
let view = null;
let again = () => {};
let isReady = false;

/** All stations, and below them what happened. */
class Desk {
  constructor() {
    this.overview = new Overview(at("filter"), at("firing-only"));
    this.events = new EventList(null, complain);
    this.log = new LogList(null);
    this.node = element(
      "div", { class: "desk" }, this.overview.node,
      element("section", { class: "panel" }, element("h2", {}, "Events"), this.events.node),
      element("section", { class: "panel" }, element("h2", {}, "Log"), this.log.node),
    );
  }

  update() {
    this.overview.update();
    this.news();
  }

  news() {
    this.events.show(eventsOf(null));
    this.log.update();
  }

  close() {}
}

function complain(text) {
  setText(at("offline"), text);
  at("offline").hidden = false;
}

/** What the address asks for. */
function route() {
  let name = "";
  try {
    name = decodeURIComponent(location.hash.slice(1));
  } catch {
    name = ""; // Nothing that we wrote
  }
  view?.close();
  view = name && name !== "main" ? new StationView(name, complain) : new Desk();
  document.title = name ? `${name} – Earmark` : "Earmark";
  document.body.dataset.view = name ? "station" : "desk";
  at("main").replaceChildren(view.node);
  if (isReady) {
    view.update();
  }
  scrollTo(0, 0);
}

function showSummary() {
  const live = model.stations.filter((s) => s.state === "live").length;
  const firing = model.stations.flatMap((s) => s.rules).filter((r) => r.state === "firing");
  const alarms = firing.length === 1 ? "1 alarm" : `${firing.length || "no"} alarms`;
  setText(at("summary"), `${live} of ${model.stations.length} live, ${alarms}`);
  at("summary").dataset.firing = firing.length ? "yes" : "no";
}

/** Say aloud what was raised and cleared, and no more. */
function announce(events) {
  const text = events
    .map((e) => `${e.station ?? "Earmark"}: ${e.rule} ${e.state === "firing" ? "fires" : "is over"}`)
    .join(". ");
  if (text) {
    setText(at("announcer"), text);
  }
}

function hear(name, data) {
  if (name === "live") {
    showLive(data);
    isReady = true;
    at("offline").hidden = true;
    showSummary();
    view?.update();
  } else if (name === "news") {
    announce(takeNews(data));
    view?.news();
  } else if (name === "open") {
    takePast().then(() => view?.news()).catch(() => {});
  }
}

function showTime() {
  const now = new Date();
  at("clock").dateTime = now.toISOString();
  setText(at("clock"), `${clock(now)} ${zone(now)}`);
  const isLost = performance.now() > model.arrived + SILENT && model.desk.may_read;
  document.body.classList.toggle("lost", isLost);
  if (isLost) {
    complain("No connection: this is how it was " +
      (model.time ? `at ${clock(model.time)}.` : "before it began."));
  }
}

function showKey() {
  const { has_token, may_write } = model.desk;
  at("key").hidden = !has_token;
  setText(at("key"), may_write ? "Log out" : "Log in");
}

async function begin() {
  await takeDesk();
  showKey();
  if (model.desk.may_read) {
    route();
    await takePast();
    view.news();
  } else {
    at("login").showModal();
  }
}

function setUpLogin() {
  at("key").addEventListener("click", async () => {
    if (model.desk.may_write) {
      await post("logout");
      location.reload();
    } else {
      at("login").showModal();
    }
  });
  at("login-cancel").addEventListener("click", () => at("login").close());
  at("login").querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await post("login", at("token").value);
      at("token").value = "";
      at("login").close();
      again();
      await begin();
    } catch (error) {
      setText(at("login-error"), error.message);
    }
  });
}

/** Dark, light or as the system has it. */
function setUpTheme() {
  const themes = ["auto", "dark", "light"];
  const show = () => {
    const theme = localStorage.getItem("earmark-theme") ?? "auto";
    document.documentElement.dataset.theme = theme;
    setText(at("theme"), `Theme: ${theme}`);
  };
  at("theme").addEventListener("click", () => {
    const now = themes.indexOf(document.documentElement.dataset.theme);
    localStorage.setItem("earmark-theme", themes[(now + 1) % themes.length]);
    show();
    view?.taggram?.draw();
  });
  show();
}

function setUp() {
  setUpTheme();
  setUpLogin();
  addEventListener("hashchange", route);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.dataset.view === "station" &&
        !at("login").open) {
      location.hash = "";
    }
  });
  for (const input of [at("filter"), at("firing-only")]) {
    input.addEventListener("input", () => view?.overview?.update());
  }
  at("search").addEventListener("submit", (event) => event.preventDefault());
  setInterval(showTime, 1000);
  again = listen(hear);
  begin().catch((error) => complain(error.message));
}

setUp();
