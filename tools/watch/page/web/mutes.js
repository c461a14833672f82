// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Mutes: nobody is told of a rule for some time

import { post } from "./api.js";
import { model, station as find } from "./model.js";
import { element, shortClock } from "./words.js";

const TIMES = [[900, "15 minutes"], [3600, "an hour"], [14400, "4 hours"], [86400, "a day"]];

/** What is muted of a station, and, for those who may, a form to mute more. */
export class MuteForm {
  constructor(name, onFailure) {
    this.name = name;
    this.onFailure = onFailure;
    this.shown = "";
    this.list = element("ul", { class: "mutes" });
    this.rule = element("select", { "aria-label": "Which rule" });
    this.time = element("select", { "aria-label": "For how long" },
      ...TIMES.map(([seconds, text]) => element("option", { value: seconds }, text)));
    this.form = element("form", { class: "tools" },
      "Mute", this.rule, "for", this.time,
      element("button", { type: "submit" }, "Mute"));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask(this.rule.value, Number(this.time.value));
    });
    this.node = element("div", {}, this.list, this.form);
  }

  /** The rules that there are, by name. */
  setRules(names) {
    if (this.rule.length !== names.length + 1) {
      this.rule.replaceChildren(
        element("option", { value: "" }, "all rules"),
        ...names.map((name) => element("option", { value: name }, name)));
    }
  }

  async ask(rule, seconds) {
    try {
      await post("api/mutes", JSON.stringify(
        { station: this.name, rule, seconds, who: "the page" }));
    } catch (error) {
      this.onFailure(error.message);
    }
  }

  update() {
    const mayWrite = model.desk.may_write;
    const mutes = model.mutes.filter((mute) => !mute.station || mute.station === this.name);
    const key = JSON.stringify(mutes) + mayWrite;
    this.form.hidden = !mayWrite || !find(this.name);
    if (key !== this.shown) {
      this.shown = key;
      this.list.replaceChildren(...mutes.map((mute) => this.item(mute, mayWrite)));
    }
  }

  item(mute, mayWrite) {
    const what = `${mute.rule ?? "All rules"}${mute.station ? "" : " of all stations"}`;
    const button = element("button", { type: "button" }, "End");
    button.addEventListener("click", () => this.ask(mute.rule ?? "", 0));
    return element("li", {},
      `${what} muted until ${shortClock(new Date(mute.end))}`,
      mute.why ? `: ${mute.why}` : "", " ",
      mayWrite && mute.station ? button : null);
  }
}
