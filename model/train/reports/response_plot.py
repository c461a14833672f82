# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The plot of the response: how tags rise after a cut, and what quickness
costs in steadiness."""

import math

import numpy as np

WIDTH, HEIGHT = 1200, 480
TOP, BOTTOM = 70, 400
LEFTS, PANEL = (80, 680), 450
BACKGROUND, INK, FAINT = (1, 1, 1), (0.15, 0.16, 0.2), (0.8, 0.81, 0.84)
COLOURS = ((0.13, 0.44, 0.71), (0.85, 0.37, 0.01), (0.2, 0.55, 0.24))
FONT = "DejaVu Sans"


class Panel:
    """A pair of axes on the picture."""

    def __init__(self, context, left, x_range, y_range):
        self.context, self.left = context, left
        self.x_range, self.y_range = x_range, y_range

    def place(self, x, y):
        """Where a point lies on the picture."""
        (x0, x1), (y0, y1) = self.x_range, self.y_range
        return (
            self.left + PANEL * (x - x0) / (x1 - x0),
            BOTTOM - (BOTTOM - TOP) * (y - y0) / (y1 - y0),
        )

    def text(self, x, y, words, colour=INK, align=0.0, size=14):
        """Words at a place of the picture; align 1 ends there."""
        self.context.select_font_face(FONT)
        self.context.set_font_size(size)
        self.context.set_source_rgb(*colour)
        advance = self.context.text_extents(words).x_advance
        self.context.move_to(x - align * advance, y)
        self.context.show_text(words)

    def line(self, points, colour, width=2.0):
        """A line through points of the axes."""
        self.context.set_source_rgb(*colour)
        self.context.set_line_width(width)
        for x, y in points:
            self.context.line_to(*self.place(x, y))
        self.context.stroke()

    def dot(self, x, y, colour):
        """A dot at a point of the axes."""
        self.context.set_source_rgb(*colour)
        self.context.arc(*self.place(x, y), 5, 0, 2 * math.pi)
        self.context.fill()

    def axes(self, title, name, steps):
        """A grid with its numbers."""
        for x in np.arange(self.x_range[0], self.x_range[1] + 1e-9, steps[0]):
            self.line([(x, y) for y in self.y_range], FAINT, 1)
            px, py = self.place(x, self.y_range[0])
            self.text(px, py + 20, f"{x:g}", align=0.5)
        for y in np.arange(self.y_range[0], self.y_range[1] + 1e-9, steps[1]):
            self.line([(x, y) for x in self.x_range], FAINT, 1)
            px, py = self.place(self.x_range[0], y)
            self.text(px - 8, py + 5, f"{y:g}", align=1)
        self.text(self.left, TOP - 20, title, size=16)
        self.text(self.left + PANEL / 2, BOTTOM + 45, name, align=0.5)


def _draw_rises(context, grid, rises):
    panel = Panel(context, LEFTS[0], (0, 15), (0, 1.2))
    panel.axes(
        "How far the new clip's strongest tag has risen",
        "seconds after the cut (mean)",
        (3, 0.2),
    )
    for i, (colour, (memory, ways)) in enumerate(zip(COLOURS, rises.items())):
        if ways:
            panel.line(zip(grid, np.mean(ways, 0)), colour)
        x, y = panel.place(8.5, 0.55)
        panel.text(x, y + 22 * i, f"memory {memory:g} s", colour)


def _draw_bargain(context, waits, steadiness):
    medians = {
        key: np.percentile(values, 50, method="higher") for key, values in waits.items()
    }
    known = {key: m for key, m in medians.items() if np.isfinite(m)}
    right = max(1.0, math.ceil(max(known.values(), default=1.0)))
    full = max(0.02, math.ceil(max(steadiness.values()) * 50 + 0.5) / 50)
    panel = Panel(context, LEFTS[1], (0, right), (0, full))
    panel.axes(
        "Unsteadiness, for memory + smoothing in seconds",
        "seconds until the new clip's strongest tag leads (median)",
        (1, 0.02),
    )
    memories = sorted({memory for memory, _ in medians})
    for colour, memory in zip(COLOURS, memories):
        points = [
            (m, steadiness[key], key[1]) for key, m in known.items() if key[0] == memory
        ]
        panel.line([point[:2] for point in points], colour)
        for x, y, smoothing in points:
            panel.dot(x, y, colour)
            px, py = panel.place(x, y)
            panel.text(px + 8, py - 6, f"{memory:g} + {smoothing:g}", colour, size=12)


def plot(path, grid, rises, waits, steadiness):
    """Write the picture as a PNG file."""
    try:
        import cairo
    except ImportError as error:
        raise SystemExit(f"The plot needs python3-cairo: {error}") from error
    surface = cairo.ImageSurface(cairo.FORMAT_RGB24, WIDTH, HEIGHT)
    context = cairo.Context(surface)
    context.set_source_rgb(*BACKGROUND)
    context.paint()
    _draw_rises(context, grid, rises)
    _draw_bargain(context, waits, steadiness)
    surface.write_to_png(str(path))
