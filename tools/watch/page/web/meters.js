// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// A meter of loudness, the bar of contents, words of what plays: what a station
// has on every view

import { model } from "./model.js";
import { element, number, percent, setAttribute, setText } from "./words.js";

const QUIETEST = -60; // LUFS, at the left end

function place(lufs) {
  const share = lufs === null || lufs === undefined ? 0 : 1 - lufs / QUIETEST;
  return Math.min(1, Math.max(0, share));
}

/** A meter of loudness: the bar is momentary, the mark short-term. */
export class LoudnessMeter {
  constructor() {
    this.bar = element("span", { class: "bar" });
    this.mark = element("span", { class: "mark" });
    this.value = element("span", { class: "value" });
    this.track = element(
      "span",
      {
        class: "track", role: "meter", "aria-label": "Short-term loudness",
        "aria-valuemin": QUIETEST, "aria-valuemax": 0,
      },
      this.bar, this.mark,
    );
    this.node = element("div", { class: "loudness" }, this.track, this.value);
  }

  show(station) {
    const lufs = station.lufs_short_term ?? null;
    this.bar.style.transform = `scaleX(${1 - place(station.lufs_momentary_max)})`;
    this.mark.style.left = `${100 * place(lufs)}%`;
    this.mark.hidden = lufs === null;
    setText(this.value, lufs === null ? "–" : `${number(lufs)} LUFS`);
    setAttribute(this.track, "aria-valuenow", lufs ?? QUIETEST);
    setAttribute(this.track, "aria-valuetext", `${number(lufs)} LUFS`);
  }
}

const CONTENTS = ["music", "speech", "silence"];

/** Music, speech and silence side by side. */
export class ContentBar {
  constructor() {
    this.parts = CONTENTS.map((name) => element("span", { class: name }));
    this.label = element("span", { class: "value" });
    this.track = element("span", { class: "track", role: "img" }, ...this.parts);
    this.node = element("div", { class: "content" }, this.track, this.label);
  }

  show(station) {
    const values = CONTENTS.map((name) => station[name] ?? 0);
    const sum = values.reduce((a, b) => a + b, 0) || 1;
    values.forEach((value, i) => {
      this.parts[i].style.flexGrow = value / sum;
    });
    const best = values.indexOf(Math.max(...values));
    const isKnown = station.music !== undefined && station.music !== null;
    setText(this.label, isKnown ? `${CONTENTS[best]} ${percent(values[best])}` : "–");
    setAttribute(this.track, "aria-label", isKnown
      ? CONTENTS.map((name, i) => `${name} ${percent(values[i])}`).join(", ")
      : "nothing is heard");
  }
}

/** What plays, group by group: the words that the program says of it. */
export class Words {
  constructor(most) {
    this.most = most; // Of a group
    this.node = element("ul", { class: "words", "aria-label": "What plays" });
    this.shown = "";
  }

  show(station) {
    const said = station.said ?? [];
    const { groups, tags } = model.desk;
    const key = said.join(" ");
    if (key === this.shown) {
      return;
    }
    this.shown = key;
    this.node.replaceChildren();
    groups.forEach((group, i) => {
      const names = said.filter((t) => tags[t].group === i).map((t) => tags[t].name);
      if (names.length) {
        const item = element(
          "li", { title: group.name },
          element("span", { class: "hidden" }, `${group.name}: `),
          element("b", {}, names[0]),
          ...names.slice(1, this.most).map((name) => element("span", {}, name)),
        );
        item.style.setProperty("--group", group.colour);
        this.node.append(item);
      }
    });
  }
}

/** The rules that fire or are about to, with how far they are. */
export class Badges {
  constructor() {
    this.node = element("ul", { class: "badges", "aria-label": "Rules" });
    this.shown = "";
  }

  show(station) {
    const rules = station.rules ?? [];
    const key = rules.map((r) => `${r.rule}${r.state}${r.muted}`).join(" ");
    if (key !== this.shown) {
      this.shown = key;
      this.node.replaceChildren(...rules.map((rule) =>
        element("li", { class: `${rule.state}${rule.muted ? " muted" : ""}` },
          element("span", {}, rule.muted ? `${rule.rule}, muted` : rule.rule))));
    }
    rules.forEach((rule, i) => {
      const item = this.node.children[i];
      const held = Math.min(1, rule.held_seconds / (rule.needed_seconds || 1));
      item.style.setProperty("--held", rule.state === "firing" ? 1 : held);
      setAttribute(item, "title", rule.state === "firing"
        ? `${rule.rule} fires`
        : `${rule.rule}: ${number(rule.held_seconds, 0)} of ` +
          `${number(rule.needed_seconds, 0)} s`);
    });
  }
}
