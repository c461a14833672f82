# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Sections of a piece, and what the tags said in each."""

import collections
import os

Section = collections.namedtuple("Section", "start end name")


def read(path, seconds):
    """The sections in the table beside an audio file; the whole file is one
    where there is no table."""
    table = os.path.splitext(path)[0] + ".tsv"
    if not os.path.exists(table):
        return [Section(0.0, seconds, "whole file")]
    with open(table, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file][1:]
    return [Section(float(start), float(end), name) for start, end, name in rows]


def name_at(sections, time):
    """Name of the section that a block that ends at this time belongs to."""
    for section in sections:
        if section.start < time <= section.end:
            return section.name
    return ""


def means(section, blocks, memory):
    """Mean of each tag over a section, from when the plugin has forgotten what
    came before; over the second half of a section too short for that."""
    start = section.start + min(memory, (section.end - section.start) / 2)
    inside = [b.tags for b in blocks if start < b.time <= section.end + 1e-3]
    n = max(len(inside), 1)
    return [sum(column) / n for column in zip(*inside)]


def strongest(values, tags, n):
    """Indices of the n highest values of ranked tags, highest first."""
    ranked = [i for i, tag in enumerate(tags) if tag.ranked]
    return sorted(ranked, key=lambda i: -values[i])[:n]
