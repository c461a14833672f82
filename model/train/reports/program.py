# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The tags of the program `earmark`, so that figures are those of the C
engine, and how far they agree with the teachers."""

import json
import pathlib
import subprocess

import numpy as np

from ..base import c_library, metrics

PROGRAM = c_library.ROOT / "build" / "earmark"
FILES = 50  # A run of the program tags so many


def tags_of_clips(program, network, view, clips, report):
    """(tags, probabilities [clips, tags]) as `earmark tag --json` says."""
    rows, tags = [], None
    for at in range(0, len(clips), FILES):
        report(f"{pathlib.Path(network).name} {view}", at, len(clips))
        command = [program, "tag", "--json", "--view", view, "--network", network] + [
            clip.path for clip in clips[at : at + FILES]
        ]
        done = subprocess.run(
            [str(part) for part in command],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        for line in done.stdout.splitlines():
            found = json.loads(line)["tags"]
            tags = tags or list(found)
            rows.append([found[tag] for tag in tags])
    report(f"{pathlib.Path(network).name} {view}", len(clips), len(clips))
    if len(rows) != len(clips):
        raise ValueError(f"{len(clips)} files gave {len(rows)} lines")
    return tags, np.array(rows)


def agreement(program, network, data, targets, clips, report):
    """Figures of each set, and the program's tags in the order of the sets"""
    means, at = np.stack([targets.mean(c.name) for c in clips]), 0
    result, all_tags = {}, []
    for name, wanted in data.sets.items():
        tags, found = tags_of_clips(program, network, name, clips, report)
        found = found[:, [tags.index(tag) for tag in wanted]]
        all_tags.append(found)
        result[name] = metrics.agreement(found, means[:, at : at + len(wanted)])
        at += len(wanted)
    return result, np.concatenate(all_tags, 1), means
