# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""A taggram: time to the right, the strongest tags down, each a band the thicker
and the brighter the likelier the tag is."""

import sections as sectioning
from bundle import group_of, short_name

WIDTH, HEIGHT = 1400, 760
LEFT, RIGHT, TOP, BOTTOM = 180, 90, 164, 62
WAVE_TOP, WAVE_BOTTOM = 96, 152
ROWS = 15
FONT = "DejaVu Sans"
BACKGROUND = (0.066, 0.073, 0.094)
PANEL = (0.098, 0.108, 0.138)
WAVE = (0.42, 0.45, 0.53)
FAINT = (0.58, 0.61, 0.68)
BRIGHT = (0.93, 0.94, 0.96)


class PlotError(Exception):
    """The picture could not be drawn."""


def choose_rows(tags, blocks, sections, memory):
    """Indices of the strongest tags: those that lead in the first section
    first, then those of the second, and so on."""
    means = [sectioning.means(s, blocks, memory) for s in sections]
    best = [max(column) for column in zip(*means)]
    rows = sectioning.strongest(best, tags, ROWS)
    where = {i: [m[i] for m in means].index(best[i]) for i in rows}
    return sorted(rows, key=lambda i: (where[i], -best[i]))


class Taggram:
    """The picture while it is drawn."""

    def __init__(self, cairo, view, blocks, sections, rows):
        self.surface = cairo.ImageSurface(cairo.FORMAT_RGB24, WIDTH, HEIGHT)
        self.context = cairo.Context(self.surface)
        self.weight = {False: cairo.FONT_WEIGHT_NORMAL, True: cairo.FONT_WEIGHT_BOLD}
        self.slant = cairo.FONT_SLANT_NORMAL
        self.view, self.tags = view, view.tags
        self.blocks, self.sections = blocks, sections
        self.rows = rows
        self.cairo = cairo
        self.full = max([b.tags[i] for b in blocks for i in rows] + [1e-6])
        self.end = blocks[-1].time
        self.row_height = (HEIGHT - TOP - BOTTOM) / max(len(rows), 1)

    def x(self, time):
        """Where a time lies."""
        return LEFT + (WIDTH - LEFT - RIGHT) * min(time / self.end, 1.0)

    def text(self, x, y, string, size=15, colour=BRIGHT, align=0.0, bold=False):
        """Write; align 0 begins at x, 1 ends there."""
        context = self.context
        context.select_font_face(FONT, self.slant, self.weight[bold])
        context.set_font_size(size)
        context.set_source_rgb(*colour)
        context.move_to(x - align * context.text_extents(string).x_advance, y)
        context.show_text(string)

    def rectangle(self, x, y, width, height, colour):
        """A filled one."""
        self.context.set_source_rgb(*colour)
        self.context.rectangle(x, y, width, height)
        self.context.fill()

    def headings(self, title):
        """Title, and the colours' meaning."""
        self.rectangle(0, 0, WIDTH, HEIGHT, BACKGROUND)
        self.text(LEFT, 44, title, 23, bold=True)
        self.text(WIDTH - RIGHT + 14, WAVE_BOTTOM, "peak", 14, FAINT)
        x = WIDTH - RIGHT
        shown = {self.tags[i].group for i in self.rows}
        for group in [g for g in reversed(self.view.groups) if g.name in shown]:
            colour = tuple(c / 255 for c in group.colour)
            self.text(x, 43, group.name, 16, colour, align=1.0)
            x -= self.context.text_extents(group.name).x_advance + 22

    def panels(self):
        """A panel for each section, with its name."""
        for number, section in enumerate(self.sections):
            left, right = self.x(section.start), self.x(section.end)
            gap = 4 if number else 0
            self.rectangle(
                left + gap,
                WAVE_TOP,
                right - left - gap,
                HEIGHT - BOTTOM - WAVE_TOP,
                PANEL,
            )
            self.text(left + gap, WAVE_TOP - 10, section.name, 17, BRIGHT)

    def wave(self):
        """The music's peaks: a block each, the highest of those in one pixel."""
        middle, reach = (WAVE_TOP + WAVE_BOTTOM) / 2, (WAVE_BOTTOM - WAVE_TOP) / 2 - 4
        left, highest = LEFT, 0.0
        for block in self.blocks:
            right, highest = int(self.x(block.time)), max(highest, block.peak)
            if right > left:
                height = max(min(highest, 1.0) * reach, 0.5)
                self.rectangle(left, middle - height, right - left, 2 * height, WAVE)
                left, highest = right, 0.0

    def points(self, tag):
        """(x, value) wherever the tag's value changes."""
        points = [(self.x(0), 0.0)]
        for block in self.blocks:
            if block.tags[tag] != points[-1][1]:
                points.append((self.x(block.time), block.tags[tag]))
        return points + [(self.x(self.end), points[-1][1])]

    def band(self, row, tag):
        """One tag over time."""
        middle = TOP + (row + 0.5) * self.row_height
        self.text(LEFT - 14, middle + 5, short_name(self.tags[tag]), 16, BRIGHT, 1.0)
        points = self.points(tag)
        peak = max(value for _, value in points)
        self.text(WIDTH - RIGHT + 14, middle + 5, f"{peak:.2f}", 14, FAINT)
        reach = (self.row_height - 4) / 2 / self.full
        upper = [(x, middle - max(value * reach, 0.6)) for x, value in points]
        lower = [(x, middle + max(value * reach, 0.6)) for x, value in points]
        colour = group_of(self.view, self.tags[tag]).colour
        self.context.set_source(self.shades(points, colour))
        self.context.new_path()
        for x, y in upper + lower[::-1]:
            self.context.line_to(x, y)
        self.context.fill()

    def shades(self, points, colour):
        """A tag's colour, the brighter the likelier."""
        left, right = points[0][0], points[-1][0]
        shades = self.cairo.LinearGradient(left, 0, right, 0)
        for x, value in points:
            light = 0.3 + 0.7 * value / self.full
            mixed = [p + light * (c / 255 - p) for p, c in zip(PANEL, colour)]
            shades.add_color_stop_rgb((x - left) / (right - left), *mixed)
        return shades

    def axis(self):
        """Seconds, below."""
        step = next((s for s in (5, 10, 30, 60, 300, 600) if self.end / s <= 12), 3600)
        base = HEIGHT - BOTTOM
        for time in range(0, int(self.end) + 1, step):
            self.rectangle(self.x(time), base, 1, 6, FAINT)
            self.text(self.x(time), base + 24, f"{time} s", 14, FAINT, 0.5)

    def draw(self, title):
        """Everything."""
        self.headings(title)
        self.panels()
        self.wave()
        for row, tag in enumerate(self.rows):
            self.band(row, tag)
        self.axis()


def plot(path, title, view, blocks, sections, memory):
    """Write the picture as a PNG file."""
    try:
        import cairo
    except ImportError as error:
        raise PlotError(
            f"--plot needs cairo for Python ({error}): install the Debian"
            " package python3-cairo"
        ) from error
    rows = choose_rows(view.tags, blocks, sections, memory)
    picture = Taggram(cairo, view, blocks, sections, rows)
    picture.draw(title)
    try:
        picture.surface.write_to_png(path)
    except OSError as error:
        raise PlotError(f"Could not write {path}: {error}") from error
