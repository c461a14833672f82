// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// All that the page knows, and who wants to hear of it

import { get } from "./api.js";

const MOST_EVENTS = 500;
const MOST_LINES = 500;

export const model = {
  desk: { groups: [], tags: [], may_read: false, may_write: false },
  time: null, // Of what is shown
  arrived: 0, // When it came, as performance.now()
  mutes: [],
  stations: [], // In the order of the desk
  events: new Map(), // By id, the oldest first
  lines: [], // Of the log, the oldest first
};

/** The station of that name, or undefined. */
export function station(name) {
  return model.stations.find((s) => s.name === name);
}

export function showLive(live) {
  model.time = new Date(live.time);
  model.arrived = performance.now();
  model.stations = live.stations;
  model.mutes = live.mutes;
}

/** Take in what is new; returns the events that have changed. */
export function takeNews({ events = [], lines = [] }) {
  for (const event of events) {
    model.events.delete(event.id);
    model.events.set(event.id, event);
  }
  for (const line of lines) {
    if (!model.lines.some((known) => known.serial === line.serial)) {
      model.lines.push(line);
    }
  }
  model.lines.splice(0, model.lines.length - MOST_LINES);
  for (const id of model.events.keys()) {
    if (model.events.size <= MOST_EVENTS) {
      break;
    }
    model.events.delete(id);
  }
  return events;
}

/** What happened long ago, beside what is known. */
export function takeOld(events) {
  for (const event of events) {
    if (!model.events.has(event.id)) {
      model.events.set(event.id, event);
    }
  }
}

/** What happened before the page was opened. */
export async function takePast() {
  const [{ events }, { lines }] = await Promise.all([
    get("api/events?limit=400"), get("api/log"),
  ]);
  const known = [...model.events.values()];
  takeNews({ events: events.reverse(), lines });
  takeNews({ events: known }); // What came meanwhile is newer
  model.lines.sort((a, b) => a.serial - b.serial);
}

/** Events of a station, or of all, the newest first. */
export function eventsOf(name) {
  return [...model.events.values()]
    .filter((event) => name === null || event.station === name)
    .sort((a, b) => b.started_at.localeCompare(a.started_at));
}

export async function takeDesk() {
  model.desk = { groups: [], tags: [], ...(await get("api/desk")) };
}
