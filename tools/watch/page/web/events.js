// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Events: when, what, how far beyond the limit; their sound; acknowledging them

import { get, post } from "./api.js";
import { eventsOf, model, takeOld } from "./model.js";
import { element, quantity, span, timeElement } from "./words.js";

/** The list of the events of a station, or of all. */
export class EventList {
  constructor(station, onFailure) {
    this.station = station; // Of which it is; null for all
    this.onFailure = onFailure;
    this.items = new Map(); // By id: so that what plays goes on
    this.list = element("ol", { class: "events" });
    this.none = element("p", { class: "none" }, "Nothing has happened.");
    this.more = element("button", { type: "button", onclick: () => this.takeEarlier() },
      "Earlier events");
    this.more.hidden = !model.desk.has_history;
    this.node = element("div", {}, this.list, this.none, this.more);
  }

  /** From the history, before all that are shown. */
  async takeEarlier() {
    const times = eventsOf(this.station).map((event) => new Date(event.raised_at) / 1000);
    const before = times.length ? Math.min(...times) : Date.now() / 1000;
    const station = this.station === null ? "" : `&station=${encodeURIComponent(this.station)}`;
    try {
      const { events } = await get(`api/events?limit=50&before=${before}${station}`);
      takeOld(events);
      this.more.hidden = events.length === 0;
      this.show(eventsOf(this.station));
    } catch (error) {
      this.onFailure(error.message);
    }
  }

  show(events) {
    this.none.hidden = events.length > 0;
    const ids = new Set(events.map((event) => event.id));
    for (const [id, item] of this.items) {
      if (!ids.has(id)) {
        item.node.remove();
        this.items.delete(id);
      }
    }
    events.forEach((event, i) => {
      const known = this.items.get(event.id);
      const state = JSON.stringify(event) + model.desk.may_write;
      if (!known || known.state !== state) {
        const node = this.make(event, known);
        known?.node.replaceWith(node);
        this.items.set(event.id, { node, state, player: node.querySelector("audio") });
      }
      const { node } = this.items.get(event.id);
      if (this.list.children[i] !== node) {
        this.list.insertBefore(node, this.list.children[i] ?? null);
      }
    });
  }

  make(event, known) {
    const isFiring = event.state === "firing";
    const seconds = (new Date(event.ended_at ?? model.time) - new Date(event.started_at)) / 1000;
    const marks = [
      isFiring ? "firing" : `over after ${span(seconds)}`,
      event.acknowledged ? "acknowledged" : null,
      event.muted ? "muted" : null,
      event.test ? "test" : null,
    ].filter((mark) => mark);
    return element(
      "li", { class: event.state, id: `event-${event.id}` },
      element("p", { class: "what" },
        timeElement(event.started_at), " ",
        this.station === null && event.station
          ? element("a", { href: `#${encodeURIComponent(event.station)}` }, event.station)
          : null,
        " ", element("b", {}, event.rule), " ",
        element("span", { class: "marks" }, marks.join(", "))),
      event.limit === null ? null : element("p", { class: "evidence" },
        `${quantity(event.value, event.unit)} when raised, at worst ` +
        `${quantity(event.worst, event.unit)}; limit ${quantity(event.limit, event.unit)}`),
      this.player(event, known),
      isFiring && !event.acknowledged && model.desk.may_write ? this.button(event) : null,
    );
  }

  player(event, known) {
    if (!event.clip_url) {
      return null;
    }
    return known?.player ?? element("audio", {
      controls: true, preload: "none", src: event.clip_url,
      "aria-label": `The sound of ${event.rule} at ${event.station}`,
    });
  }

  button(event) {
    const button = element("button", { type: "button" }, "Acknowledge");
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        await post(`api/events/${encodeURIComponent(event.id)}/acknowledge`);
      } catch (error) {
        button.disabled = false;
        this.onFailure(error.message);
      }
    });
    return button;
  }
}
