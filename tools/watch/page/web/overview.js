// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// All stations at a glance

import { model } from "./model.js";
import { Badges, ContentBar, LoudnessMeter, Words } from "./meters.js";
import { element, setAttribute, setText, span } from "./words.js";

/** A station among others. */
class Card {
  constructor(name) {
    this.name = element("h2", {}, name);
    this.state = element("span", { class: "state" });
    this.title = element("p", { class: "title" });
    this.words = new Words(2);
    this.content = new ContentBar();
    this.loudness = new LoudnessMeter();
    this.badges = new Badges();
    this.link = element(
      "a", { class: "card", href: `#${encodeURIComponent(name)}` },
      element("span", { class: "head" }, this.name, this.state),
      this.title, this.words.node, this.content.node, this.loudness.node,
      this.badges.node,
    );
    this.node = element("li", {}, this.link);
  }

  show(station) {
    const seconds = (model.time - new Date(station.since)) / 1000;
    const isLive = station.state === "live";
    const isFiring = station.rules.some((rule) => rule.state === "firing");
    setAttribute(this.link, "data-state", station.state);
    setAttribute(this.link, "data-firing", isFiring ? "yes" : null);
    setText(this.state, isLive ? "live" : `${station.state} ${span(seconds)}`);
    setText(this.title, isLive ? station.title ?? "" : station.reason ?? "");
    for (const part of [this.words, this.content, this.loudness, this.badges]) {
      part.show(station);
    }
  }
}

/** The view of all. */
export class Overview {
  constructor(filter, firingOnly) {
    this.cards = new Map();
    this.list = element("ul", { class: "cards" });
    this.none = element("p", { class: "none", hidden: true }, "No station is like that.");
    this.node = element(
      "section", { "aria-label": "Stations" }, this.list, this.none,
    );
    this.filter = filter;
    this.firingOnly = firingOnly;
    this.node.addEventListener("keydown", (event) => this.move(event));
  }

  update() {
    const names = model.stations.map((station) => station.name);
    for (const name of this.cards.keys()) {
      if (!names.includes(name)) {
        this.cards.get(name).node.remove();
        this.cards.delete(name);
      }
    }
    model.stations.forEach((station, i) => {
      let card = this.cards.get(station.name);
      if (!card) {
        card = new Card(station.name);
        this.cards.set(station.name, card);
      }
      if (this.list.children[i] !== card.node) {
        this.list.insertBefore(card.node, this.list.children[i] ?? null);
      }
      card.show(station);
      card.node.hidden = !this.wants(station);
    });
    this.list.classList.toggle("many", names.length > 24);
    this.none.hidden = model.stations.some((station) => this.wants(station));
  }

  wants(station) {
    const text = this.filter.value.trim().toLowerCase();
    const hay = `${station.name} ${station.title ?? ""}`.toLowerCase();
    const isFiring = station.rules.some((rule) => rule.state === "firing");
    return hay.includes(text) && (isFiring || !this.firingOnly.checked);
  }

  /** Arrow keys go from card to card, as they lie. */
  move(event) {
    const links = [...this.list.querySelectorAll("li:not([hidden]) > a")];
    const at = links.indexOf(document.activeElement);
    const columns = getComputedStyle(this.list).gridTemplateColumns.split(" ").length;
    const step = {
      ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns,
    }[event.key];
    if (at >= 0 && step && links[at + step]) {
      links[at + step].focus();
      event.preventDefault();
    }
  }

  close() {}
}
