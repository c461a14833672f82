# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""The tags by group: moving bars on a terminal, else one line a second."""

import shutil
import sys

import said
from bundle import short_name
from sections import name_at

EIGHTHS = " ▏▎▍▌▋▊▉█"
REDRAWS = 10  # a second
CALM = 0.2  # how far the order of the rows follows the tags at each redraw
ROWS = 20


def bar(value, width):
    """A bar of this many characters for a value from 0 to 1."""
    full, part = divmod(round(value * width * 8), 8)
    return ("█" * full + (EIGHTHS[part] if part else "")).ljust(width)


def can_show(text, stream):
    """True if the stream's encoding has the characters."""
    try:
        text.encode(stream.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


class Lines:
    """One line for every second of music: what is worth saying of each group."""

    def __init__(self, view, sections, seconds, stream=sys.stdout):
        self.view, self.sections, self.stream = view, sections, stream
        self.shown = 0

    def show(self, blocks):
        """Take note of blocks that have passed."""
        for block in blocks:
            if block.time >= self.shown + 1:
                self.shown = int(block.time)
                section = name_at(self.sections, block.time)
                text = f"{self.shown:4} s  {section:<10}  {said.text(self.view, block)}"
                print(text.rstrip(), file=self.stream, flush=True)

    def close(self):
        """Nothing is open."""


class Screen:
    """The tags of each group as bars, redrawn in place, in the group's colour: what is
    worth saying bright, and the group's strongest beside it."""

    def __init__(self, view, sections, seconds, stream=sys.stdout):
        self.view, self.sections, self.stream = view, sections, stream
        self.seconds = seconds
        self.calm = [0.0] * len(view.tags)
        self.redraws = self.height = 0
        stream.write("\033[?25l")  # Hide the cursor

    def show(self, blocks):
        """Take note of blocks that have passed."""
        if blocks and blocks[-1].time * REDRAWS >= self.redraws + 1:
            self.redraws = int(blocks[-1].time * REDRAWS)
            self._draw(blocks[-1])

    def _rows_of(self, group, block, count, width):
        """Lines of one group: bars of its strongest tags"""
        tags = self.view.tags
        own = [i for i, t in enumerate(tags) if t.group == group.name and t.ranked]
        own = sorted(own, key=lambda i: -self.calm[i])[:count]
        bright = said.of_group(self.view, group, block, len(tags))
        r, g, b = group.colour
        colour = f"\033[38;2;{r};{g};{b}m"
        rows = []
        for n, i in enumerate(own):
            name = f"{short_name(tags[i])[:18]:>18}"
            name = f"\033[1m{name}\033[0m" if i in bright else f"\033[2m{name}\033[0m"
            rows.append(
                f"{colour}{'' if n else group.name[:10]:<11}\033[0m{name} "
                f"{colour}\033[48;5;236m{bar(block.tags[i], width)}\033[0m"
                f" {block.tags[i]:.2f}"
            )
        return rows

    def _draw(self, block):
        pairs = zip(self.calm, block.tags)
        self.calm = [calm + CALM * (tag - calm) for calm, tag in pairs]
        columns, lines = shutil.get_terminal_size()
        width = max(min(columns - 41, 50), 8)
        played = f"{block.time:6.1f} s"
        if self.seconds:
            played += f" of {self.seconds:.1f}"
        section = name_at(self.sections, block.time)
        rows = [f"\033[1m{played:<18}\033[0m {section}"]
        room = max(min(ROWS, lines - 3), 1)
        for n, group in enumerate(self.view.groups):
            left = len(self.view.groups) - n
            count = max((room - len(rows) + 1) // left, 1)
            rows += self._rows_of(group, block, count, width)
        rows = rows[: room + 1]
        back = f"\033[{self.height}A" if self.height else ""
        self.height = max(self.height, len(rows))
        rows += [""] * (self.height - len(rows))
        text = "".join(f"\033[2K{row}\n" for row in rows)
        self.stream.write(back + "\r" + text)
        self.stream.flush()

    def close(self):
        """Give the cursor back."""
        self.stream.write("\033[?25h\n")
        self.stream.flush()


def display(view, sections, seconds, stream=sys.stdout):
    """The display that the stream can show."""
    live = stream.isatty() and can_show(EIGHTHS, stream)
    return (Screen if live else Lines)(view, sections, seconds, stream)
