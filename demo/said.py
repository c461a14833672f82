# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""What is worth saying of a moment, group by group."""

from bundle import short_name

MOST = 3  # tags of a group


def of_group(view, group, block, names=MOST):
    """Indices of the tags to be named: the one that the plugin says is the strongest,
    then others of the group that reach their thresholds, strongest first.  Of tags in
    no group, for which the plugin says nothing, the strongest."""
    own = [i for i, t in enumerate(view.tags) if t.group == group.name and t.ranked]
    own.sort(key=lambda i: -block.tags[i])
    if not group.name:
        return own[:names]
    leader = block.leaders[group.name]
    said = [i for i in own if block.tags[i] >= view.tags[i].threshold and i != leader]
    return ([leader] if leader is not None else []) + said[
        : names - (leader is not None)
    ]


def text(view, block):
    """One line: "rock 0.59, pop 0.32 | guitar 0.77" """
    cells = []
    for group in view.groups:
        words = [
            f"{short_name(view.tags[i])} {block.tags[i]:.2f}"
            for i in of_group(view, group, block)
        ]
        cells += [", ".join(words)] if words else []
    return " | ".join(cells)
