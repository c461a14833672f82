// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// One station with all that is known of it

import { get, stationPath } from "./api.js";
import { TagBars } from "./bars.js";
import { EventList } from "./events.js";
import { LogList } from "./log.js";
import { ContentBar, LoudnessMeter, Words } from "./meters.js";
import { eventsOf, model, station as find } from "./model.js";
import { MuteForm } from "./mutes.js";
import { Taggram } from "./taggram.js";
import { element, number, quantity, setText, span, timeElement } from "./words.js";

const RULES_EVERY = 2000; // Milliseconds
const PAST_EVERY = 10000; // Milliseconds

const SPANS = [[3, "3 hours"], [24, "a day"], [168, "a week"], [744, "a month"]];
const FIGURES = [
  ["Momentary", "lufs_momentary", "LUFS"], ["Short-term", "lufs_short_term", "LUFS"],
  ["Integrated, this hour", "lufs_integrated", "LUFS"], ["Range", "loudness_range_lu", "LU"],
  ["True peak", "dbtp_max", "dBTP"], ["Left", "dbfs_left", "dBFS"],
  ["Right", "dbfs_right", "dBFS"], ["Correlation", "correlation", ""],
  ["Energy", "energy", ""], ["Valence", "valence", ""], ["Lag", "lag_seconds", "s"],
];

/** A part of the page with a heading. */
function panel(name, title, ...children) {
  return element("section", { class: `panel ${name}` }, element("h3", {}, title), ...children);
}

export class StationView {
  constructor(name, onFailure) {
    this.name = name;
    this.state = element("p", { class: "state" });
    this.title = element("p", { class: "title" });
    this.words = new Words(4);
    this.content = new ContentBar();
    this.loudness = new LoudnessMeter();
    this.figures = FIGURES.map(() => element("dd", {}));
    this.bars = new TagBars();
    this.canvas = element("canvas", { role: "img" });
    this.span = element("select", { "aria-label": "How long", onchange: () => this.takePast() },
      ...SPANS.map(([hours, text]) => element("option", { value: hours }, text)));
    this.span.hidden = !model.desk.has_history;
    const caption = element("figcaption", {});
    this.taggram = new Taggram(this.canvas, caption);
    this.rules = element("tbody", {});
    this.mutes = new MuteForm(name, onFailure);
    this.titles = element("ol", { class: "titles" });
    this.events = new EventList(name, onFailure);
    this.log = new LogList(name);
    this.node = this.build(caption);
    this.timers = [
      setInterval(() => this.takeRules(), RULES_EVERY),
      setInterval(() => this.takePast(), PAST_EVERY),
    ];
    this.observer = new ResizeObserver(() => this.taggram.draw());
    this.observer.observe(this.canvas);
    this.takeRules();
    this.takePast();
  }

  build(caption) {
    const heads = ["Rule", "State", "Value", "Limit", "Held"];
    return element(
      "article", { class: "station", "aria-labelledby": "station-name" },
      element("header", {},
        element("a", { class: "back", href: "#" }, "All stations"),
        element("h2", { id: "station-name" }, this.name), this.state, this.title,
        this.words.node, this.content.node, this.loudness.node),
      panel("past", "The last hours", this.span,
        element("figure", {}, this.canvas, caption)),
      panel("tags", "Tags", this.bars.node),
      panel("sound", "Sound", element("dl", {},
        ...FIGURES.map(([name], i) =>
          element("div", {}, element("dt", {}, name), this.figures[i])))),
      panel("rules", "Rules", element("table", {},
        element("thead", {}, element("tr", {},
          ...heads.map((head) => element("th", { scope: "col" }, head)))),
        this.rules), this.mutes.node),
      panel("happened", "Events", this.events.node),
      panel("played", "Titles", this.titles),
      panel("said", "Log", this.log.node),
    );
  }

  update() {
    const station = find(this.name);
    this.node.dataset.state = station?.state ?? "gone";
    if (!station) {
      setText(this.state, "There is no such station.");
      return;
    }
    const seconds = (model.time - new Date(station.since)) / 1000;
    const reason = station.reason ? `: ${station.reason}` : "";
    setText(this.state, `${station.state}${reason}, for ${span(seconds)}`);
    setText(this.title, station.title ?? "");
    for (const part of [this.words, this.content, this.loudness, this.bars]) {
      part.show(station);
    }
    FIGURES.forEach(([, key, unit], i) => {
      setText(this.figures[i], quantity(station[key], unit));
    });
    this.mutes.update();
    this.news();
  }

  news() {
    this.events.show(eventsOf(this.name));
    this.log.update();
  }

  async takeRules() {
    if (document.hidden) {
      return;
    }
    try {
      const { rules } = await get(stationPath(this.name));
      this.mutes.setRules(rules.map((rule) => rule.rule));
      this.rules.replaceChildren(...rules.map((rule) => {
        const progress = element("progress", {
          max: 1, value: Math.min(1, rule.held_seconds / (rule.needed_seconds || 1)),
          "aria-label": "Held",
        });
        return element("tr", { class: rule.state },
          element("th", { scope: "row" }, rule.rule), element("td", {}, rule.muted ? `${rule.state}, muted` : rule.state),
          element("td", {}, quantity(rule.value, rule.unit)),
          element("td", {}, quantity(rule.limit, rule.unit)),
          element("td", {}, progress,
            ` ${number(rule.held_seconds, 0)} of ${number(rule.needed_seconds, 0)} s`));
      }));
    } catch {
      // The page says that there is no connection
    }
  }

  async takePast() {
    if (document.hidden) {
      return;
    }
    try {
      const past = await get(`${stationPath(this.name)}/past?points=360&hours=${this.span.value}`);
      this.taggram.show(past, eventsOf(this.name));
      const titles = past.titles.slice(-30).reverse();
      this.titles.replaceChildren(...titles.map(({ time, title }) =>
        element("li", {}, timeElement(time), " ", title)));
      if (!titles.length) {
        this.titles.append(element("li", { class: "none" }, "It names none."));
      }
    } catch {
      // As above
    }
  }

  close() {
    this.timers.forEach(clearInterval);
    this.observer.disconnect();
  }
}

