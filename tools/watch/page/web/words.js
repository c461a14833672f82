// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Pieces of pages, and how numbers and times are written

/** An element; texts are texts, whatever is in them. */
export function element(name, settings = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(settings)) {
    if (key === "class") {
      made.className = value;
    } else if (key.startsWith("on")) {
      made.addEventListener(key.slice(2), value);
    } else if (value === true) {
      made.setAttribute(key, "");
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(key, value);
    }
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Set a text only where it changes, so that nothing is drawn anew in vain. */
export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/** The same for an attribute; null removes it. */
export function setAttribute(node, name, value) {
  if (value === null) {
    node.removeAttribute(name);
  } else if (node.getAttribute(name) !== String(value)) {
    node.setAttribute(name, value);
  }
}

export function number(value, digits = 1) {
  return value === null || value === undefined
    ? "–"
    : value.toFixed(digits).replace("-", "−");
}

export function percent(value) {
  return value === null || value === undefined ? "–" : `${Math.round(100 * value)} %`;
}

/** "3 min", as long as something has lasted. */
export function span(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) {
    return `${s} s`;
  }
  if (s < 3600) {
    return `${Math.floor(s / 60)} min ${s % 60 ? `${s % 60} s` : ""}`.trim();
  }
  if (s < 86400) {
    return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
  }
  return `${Math.floor(s / 86400)} d ${Math.floor((s % 86400) / 3600)} h`;
}

const clockFormat = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
});
const shortFormat = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});
const dayFormat = new Intl.DateTimeFormat(undefined, {
  month: "short", day: "numeric",
});

/** The browser's zone, which all times of the page are in. */
export function zone(date = new Date()) {
  const parts = new Intl.DateTimeFormat("en", { timeZoneName: "short" });
  const part = parts.formatToParts(date).find((p) => p.type === "timeZoneName");
  return part ? part.value : "";
}

export function clock(date) {
  return clockFormat.format(date);
}

export function shortClock(date) {
  return shortFormat.format(date);
}

export function day(date) {
  return dayFormat.format(date);
}

/** With the day where it is not today's. */
export function when(text) {
  const date = new Date(text);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? clock(date) : `${dayFormat.format(date)}, ${clock(date)}`;
}

/** A time that programs can read, too. */
export function timeElement(text) {
  return element("time", { datetime: text, title: text }, when(text));
}

/** A limit or a value with its unit. */
export function quantity(value, unit) {
  if (value === null || value === undefined) {
    return "–";
  }
  const digits = unit && unit !== "%" ? 1 : 2;
  return `${number(value, digits)}${unit ? ` ${unit}` : ""}`;
}
