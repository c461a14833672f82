// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// All tags of a station as bars, group by group

import { model } from "./model.js";
import { element, setAttribute, setText } from "./words.js";

/** The bars of a group lie in its colour; a mark is where its tag is said from. */
export class TagBars {
  constructor() {
    this.rows = [];
    const { groups, tags } = model.desk;
    const blocks = groups.map((group, g) => {
      const list = element("ul", {});
      tags.forEach((tag, t) => {
        if (tag.group === g) {
          list.append(this.row(tag, t));
        }
      });
      const block = element("section", { class: "group" }, element("h3", {}, group.name), list);
      block.style.setProperty("--group", group.colour);
      return block;
    });
    this.node = element("div", { class: "bars" }, ...blocks);
  }

  row(tag, t) {
    const bar = element("span", { class: "bar" });
    const mark = element("span", { class: "threshold" });
    mark.style.left = `${100 * tag.threshold}%`;
    const track = element(
      "span",
      {
        class: "track", role: "meter", "aria-label": tag.name,
        "aria-valuemin": 0, "aria-valuemax": 1,
      },
      bar, mark,
    );
    const value = element("span", { class: "value" });
    const item = element("li", {}, element("span", { class: "name" }, tag.name), track, value);
    this.rows[t] = { bar, track, value, item };
    return item;
  }

  show(station) {
    const values = station.tags ?? [];
    const said = new Set(station.said ?? []);
    this.rows.forEach((row, t) => {
      const value = (values[t] ?? 0) / 1000;
      row.bar.style.transform = `scaleX(${value})`;
      row.item.classList.toggle("said", said.has(t));
      setText(row.value, values.length ? value.toFixed(2) : "–");
      setAttribute(row.track, "aria-valuenow", value);
    });
  }
}
