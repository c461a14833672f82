// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The last hours of a station: its tags as ribbons, its loudness as a curve, over
// one axis of time

import { model } from "./model.js";
import { day, number, shortClock } from "./words.js";

const MOST_ROWS = 16;
const ROW = 24; // Pixels
const LABELS = 118; // Pixels at the left
const CURVE = 96; // Pixels
const AXIS = 22; // Pixels
const LOUDEST = 0; // LUFS, at the top
const QUIETEST = -60; // LUFS, at the bottom
const STEPS = [60, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400, 259200, 604800]; // Seconds

function timeLabel(time, step) {
  const date = new Date(time * 1000);
  return step >= 86400 || (date.getHours() === 0 && date.getMinutes() === 0)
    ? day(date)
    : shortClock(date);
}

/** The tags that were worth seeing, group by group. */
function chooseTags(past) {
  const sums = model.desk.tags.map((tag, t) => {
    let peak = 0;
    let sum = 0;
    for (const row of past.tags) {
      peak = Math.max(peak, row ? row[t] : 0);
      sum += row ? row[t] : 0;
    }
    return { t, peak: peak / 100, weight: sum + peak };
  });
  return sums
    .filter(({ t, peak }) => peak >= Math.min(0.3, model.desk.tags[t].threshold))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST_ROWS)
    .sort((a, b) =>
      model.desk.tags[a.t].group - model.desk.tags[b.t].group || b.weight - a.weight);
}

/** Where it is drawn, and in what colours. */
class Sheet {
  constructor(canvas, height, span) {
    const scale = window.devicePixelRatio || 1;
    this.width = canvas.clientWidth;
    this.height = height;
    canvas.style.height = `${height}px`;
    canvas.width = Math.round(this.width * scale);
    canvas.height = Math.round(height * scale);
    this.context = canvas.getContext("2d");
    this.context.scale(scale, scale);
    this.context.textBaseline = "middle";
    this.span = span;
    const style = getComputedStyle(canvas);
    this.font = style.fontFamily;
    this.colour = (name) => style.getPropertyValue(name).trim();
  }

  x(time) {
    const { begin, end } = this.span;
    return LABELS + ((time - begin) / (end - begin)) * (this.width - LABELS - 8);
  }

  text(text, x, y, align, colour, size = 12) {
    this.context.font = `${size}px ${this.font}`;
    this.context.textAlign = align;
    this.context.fillStyle = colour;
    this.context.fillText(text, x, y, align === "right" ? LABELS - 14 : 80);
  }

  /** When events of the station fired. */
  drawEvents(events, height) {
    this.context.fillStyle = this.colour("--alarm-wash");
    for (const event of events) {
      const from = Math.max(this.span.begin, new Date(event.started_at) / 1000);
      const to = event.ended_at ? new Date(event.ended_at) / 1000 : this.span.end;
      if (to > this.span.begin && from < this.span.end) {
        this.context.fillRect(this.x(from), 0, Math.max(2, this.x(to) - this.x(from)), height);
      }
    }
  }

  drawAxis(y) {
    const { begin, end } = this.span;
    const most = Math.max(2, (this.width - LABELS) / 90);
    const step = STEPS.find((s) => (end - begin) / s <= most) ?? STEPS[STEPS.length - 1];
    const offset = new Date(end * 1000).getTimezoneOffset() * 60;
    const first = Math.ceil((begin - offset) / step) * step + offset;
    for (let time = first; time < end; time += step) {
      this.context.fillStyle = this.colour("--line");
      this.context.fillRect(this.x(time), 0, 1, y);
      this.text(timeLabel(time, step), this.x(time), y + AXIS / 2, "center",
        this.colour("--dim"), 11);
    }
  }
}

/** The figure as pixels: `past` as the program has it. */
export class Taggram {
  constructor(canvas, caption) {
    this.canvas = canvas;
    this.caption = caption;
    this.past = null;
    canvas.addEventListener("pointermove", (event) => this.point(event));
    canvas.addEventListener("pointerleave", () => this.tell());
  }

  show(past, events) {
    this.past = past;
    this.events = events;
    this.rows = chooseTags(past);
    this.draw();
    this.tell();
  }

  draw() {
    const { past, rows } = this;
    if (!past || !past.times.length || !this.canvas.clientWidth) {
      return;
    }
    const step = past.step_seconds;
    const end = past.times[past.times.length - 1] + step;
    const begin = Math.min(past.times[0], end - 180); // Three minutes, at least
    const top = rows.length * ROW + 8;
    const sheet = new Sheet(this.canvas, top + CURVE + AXIS, { begin, end });
    this.sheet = sheet;
    sheet.drawAxis(top + CURVE);
    sheet.drawEvents(this.events, top + CURVE);
    rows.forEach(({ t }, i) => this.drawRibbon(sheet, t, i * ROW + ROW / 2));
    this.drawCurve(sheet, top);
  }

  drawRibbon(sheet, t, y) {
    const { past } = this;
    const tag = model.desk.tags[t];
    const { context } = sheet;
    sheet.text(tag.name, LABELS - 10, y, "right", sheet.colour("--ink"));
    context.fillStyle = model.desk.groups[tag.group].colour;
    past.times.forEach((time, i) => {
      const value = past.tags[i] ? past.tags[i][t] / 100 : 0;
      if (past.tags[i]) {
        const height = Math.max(1, value * (ROW - 3));
        const x = sheet.x(time);
        context.globalAlpha = 0.35 + 0.65 * value;
        context.fillRect(x, y - height / 2, sheet.x(time + past.step_seconds) - x + 0.4, height);
      }
    });
    context.globalAlpha = 1;
  }

  drawCurve(sheet, top) {
    const { past } = this;
    const { context } = sheet;
    const level = (lufs) =>
      top + 8 + ((LOUDEST - Math.max(QUIETEST, lufs)) / (LOUDEST - QUIETEST)) * (CURVE - 14);
    for (const lufs of [0, -23, -40, -60]) {
      context.fillStyle = sheet.colour("--line");
      context.fillRect(LABELS, level(lufs), sheet.width - LABELS, 1);
      sheet.text(lufs ? number(lufs, 0) : "0 LUFS", LABELS - 10, level(lufs), "right",
        sheet.colour("--dim"), 11);
    }
    context.strokeStyle = sheet.colour("--ink");
    context.lineWidth = 1.5;
    context.beginPath();
    let isDown = false;
    past.lufs_short_term.forEach((lufs, i) => {
      const x = sheet.x(past.times[i] + past.step_seconds / 2);
      if (lufs === null) {
        isDown = false;
      } else {
        context[isDown ? "lineTo" : "moveTo"](x, level(lufs));
        context[isDown ? "lineTo" : "moveTo"](x + 0.1, level(lufs));
        isDown = true;
      }
    });
    context.stroke();
  }

  /** What was where the pointer is. */
  point(event) {
    if (!this.sheet || !this.past) {
      return;
    }
    const { begin, end } = this.sheet.span;
    const share = (event.offsetX - LABELS) / (this.sheet.width - LABELS - 8);
    const time = begin + share * (end - begin);
    const i = this.past.times.findIndex((t) => t <= time && time < t + this.past.step_seconds);
    if (i < 0) {
      this.tell();
      return;
    }
    const row = this.past.tags[i];
    const words = row
      ? this.rows.filter(({ t }) => row[t] >= 30).sort((a, b) => row[b.t] - row[a.t])
        .slice(0, 6).map(({ t }) => `${model.desk.tags[t].name} ${(row[t] / 100).toFixed(2)}`)
      : ["no audio"];
    this.caption.textContent = `${shortClock(new Date(this.past.times[i] * 1000))}: ` +
      `${words.join(", ")}${row ? `; ${number(this.past.lufs_short_term[i])} LUFS` : ""}`;
  }

  /** In words, also for those who do not see it. */
  tell() {
    const names = this.rows ? this.rows.map(({ t }) => model.desk.tags[t].name) : [];
    const text = this.past && this.past.times.length
      ? `Since ${shortClock(new Date(this.past.times[0] * 1000))}: ${names.join(", ")}`
      : "Nothing was heard yet.";
    this.caption.textContent = text;
    this.canvas.setAttribute("aria-label", `Tags and loudness over time. ${text}`);
  }
}
