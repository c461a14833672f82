# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""The tags as moving bars: redrawn on a terminal, else one line a second."""

import shutil
import sys

from bundle import short_name
from colours import colour_of
from sections import name_at, strongest

EIGHTHS = " ▏▎▍▌▋▊▉█"
REDRAWS = 10  # a second
CALM = 0.2  # how far the order of the rows follows the tags at each redraw
ROWS = 16
PLAIN_TAGS = 3


def bar(value, width, unicode=True):
    """A bar of this many characters for a value from 0 to 1."""
    if not unicode:
        return ("#" * round(value * width)).ljust(width)
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
    """One line for every second of music: the strongest tags."""

    def __init__(self, tags, sections, seconds, stream=sys.stdout):
        self.tags, self.sections, self.stream = tags, sections, stream
        self.names = [short_name(tag) for tag in tags]
        self.width = max(map(len, self.names))
        self.unicode = can_show(EIGHTHS, stream)
        self.shown = 0

    def show(self, blocks):
        """Take note of blocks that have passed."""
        for block in blocks:
            if block.time >= self.shown + 1:
                self.shown = int(block.time)
                self._line(block)

    def _line(self, block):
        words = [
            f"{bar(block.tags[i], 10, self.unicode)} {block.tags[i]:.2f}"
            f" {self.names[i]:<{self.width}}"
            for i in strongest(block.tags, self.tags, PLAIN_TAGS)
        ]
        section = name_at(self.sections, block.time)
        text = f"{self.shown:4} s  {section:<10}  " + " ".join(words)
        print(text.rstrip(), file=self.stream, flush=True)

    def close(self):
        """Nothing is open."""


class Screen:
    """The strongest tags as bars, redrawn in place."""

    def __init__(self, tags, sections, seconds, stream=sys.stdout):
        self.tags, self.sections, self.stream = tags, sections, stream
        self.names = [short_name(tag) for tag in tags]
        self.seconds = seconds
        self.calm = [0.0] * len(tags)
        self.redraws = self.height = 0
        stream.write("\033[?25l")  # Hide the cursor

    def show(self, blocks):
        """Take note of blocks that have passed."""
        if blocks and blocks[-1].time * REDRAWS >= self.redraws + 1:
            self.redraws = int(blocks[-1].time * REDRAWS)
            self._draw(blocks[-1])

    def _draw(self, block):
        pairs = zip(self.calm, block.tags)
        self.calm = [calm + CALM * (tag - calm) for calm, tag in pairs]
        columns, lines = shutil.get_terminal_size()
        width = max(min(columns - 30, 60), 8)
        played = f"{block.time:6.1f} s"
        if self.seconds:
            played += f" of {self.seconds:.1f}"
        section = name_at(self.sections, block.time)
        rows = [f"\033[1m{played:<18}\033[0m {section}"]
        for i in strongest(self.calm, self.tags, max(min(ROWS, lines - 3), 1)):
            r, g, b = colour_of(self.tags[i])
            value = block.tags[i]
            rows.append(
                f"{self.names[i][:18]:>18} \033[38;2;{r};{g};{b}m\033[48;5;236m"
                f"{bar(value, width)}\033[0m {value:.2f}"
            )
        back = f"\033[{self.height}A" if self.height else ""
        self.height = len(rows)
        text = "".join(f"\033[2K{row}\n" for row in rows)
        self.stream.write(back + "\r" + text)
        self.stream.flush()

    def close(self):
        """Give the cursor back."""
        self.stream.write("\033[?25h\n")
        self.stream.flush()


def display(tags, sections, seconds, stream=sys.stdout):
    """The display that the stream can show."""
    live = stream.isatty() and can_show(EIGHTHS, stream)
    return (Screen if live else Lines)(tags, sections, seconds, stream)
