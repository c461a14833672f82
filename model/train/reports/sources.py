# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The sources of a data set with their licences, as a table for the card."""

import argparse
import collections
import pathlib

from ..base import table


def main():
    """Clips of music by repository."""
    parser = argparse.ArgumentParser(
        prog="python3 -m model.train.reports.sources", description=__doc__
    )
    parser.add_argument("--data", type=pathlib.Path, required=True)
    index = table.read(parser.parse_args().data / "index.tsv")
    clips = collections.defaultdict(collections.Counter)
    licences = collections.defaultdict(collections.Counter)
    for row in index:
        if row["kind"] == "music":
            clips[row["repo"]][row["split"]] += 1
            licences[row["repo"]][row["licence"]] += 1
    print("| source | train | dev | licence as stated there |")
    print("|---|---|---|---|")
    for repo in sorted(clips, key=lambda r: (-clips[r].total(), r)):
        stated = "; ".join(name for name, _ in licences[repo].most_common())
        counts = clips[repo]
        print(f"| {repo} | {counts['train']} | {counts['dev']} | {stated} |")
    train, dev = (
        sum(counts[split] for counts in clips.values()) for split in ("train", "dev")
    )
    print(f"| all {len(clips)} | {train} | {dev} | |")


if __name__ == "__main__":
    main()
