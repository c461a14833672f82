// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The log, which can be filtered

import { model } from "./model.js";
import { element, timeElement } from "./words.js";

const SHOWN = 200;

/** Lines of the log; of a station, or all where it is null. */
export class LogList {
  constructor(station) {
    this.station = station;
    this.shown = "";
    this.input = element("input", {
      type: "search", id: "log-filter", placeholder: "Filter the log",
      "aria-label": "Filter the log", autocomplete: "off", spellcheck: "false",
      oninput: () => this.update(),
    });
    this.everybody = element("input", { type: "checkbox", onchange: () => this.update() });
    this.list = element("ol", { class: "log" });
    this.none = element("p", { class: "none", hidden: true }, "No line is like that.");
    this.node = element(
      "div", {},
      element("p", { class: "tools" }, this.input,
        station === null
          ? null
          : element("label", {}, this.everybody, " of all stations")),
      this.list, this.none,
    );
  }

  update() {
    const text = this.input.value.trim().toLowerCase();
    const isAll = this.station === null || this.everybody.checked;
    const lines = model.lines
      .filter((line) => (isAll || line.station === this.station) &&
        `${line.station} ${line.text}`.toLowerCase().includes(text))
      .slice(-SHOWN).reverse();
    const key = `${isAll} ${lines.length} ${lines[0]?.serial} ${lines.at(-1)?.serial}`;
    this.none.hidden = lines.length > 0;
    if (key !== this.shown) {
      this.shown = key;
      this.list.replaceChildren(...lines.map((line) => element(
        "li", {}, timeElement(line.time), " ",
        isAll ? element("b", {}, line.station) : null,
        isAll ? " " : null, line.text,
      )));
    }
  }
}
