# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""What supports each tag of the default view.

For every tag, on the music of dev and through the C engine: agreement with the
teachers that have it (ROC-AUC against the top tenth of their mean, Spearman),
and how often it is the strongest.  On the music of train and dev, as neither
was trained on labels: ROC-AUC against the weak labels of the network and of
the teachers where at least five clips are labelled so.  Silent clips are
left out.  A tag is supported if the network agrees with its teachers (ROC-AUC of
SUPPORT or more), and no weak labels contradict it (ROC-AUC of less than chance).
"""

import argparse
import pathlib

import numpy as np
from scipy import stats

from ..base import c_library, metrics, progress
from ..network import network_file, views
from ..data import dataset, weak_labels
from ..teachers import labels, preprocess
from . import program

SUPPORT = 0.9
CHANCE = 0.5


def supported(area, weak_area):
    """Whether a tag may stay."""
    return area >= SUPPORT and (weak_area is None or weak_area > CHANCE)


def rows(view, shown, merged, texts, dev):
    """One dictionary a tag, of probabilities [clips, tags] as users see them
    and as the teachers give them; dev[clips] tells which clips are."""
    names = [tag["name"] for tag in view["tags"]]
    labelled = np.array([bool(text) for text in texts])
    known = [text for text in texts if text]
    ours = {t: (n, a) for t, n, a in weak_labels.areas(names, shown[labelled], known)}
    theirs = {t: a for t, _, a in weak_labels.areas(names, merged[labelled], known)}
    shown, merged = shown[dev], merged[dev]
    lead = np.bincount(shown.argmax(1), minlength=len(names)) / len(shown)
    found = []
    for i, tag in enumerate(view["tags"]):
        positive = metrics.positives(merged[:, i])
        n, area = ours.get(tag["name"], (0, None))
        found.append(
            {
                "name": tag["name"],
                "group": tag["group"],
                "roc_auc": metrics.roc_auc(shown[:, i], positive),
                "spearman": stats.spearmanr(shown[:, i], merged[:, i])[0],
                "n": n,
                "weak": area,
                "teachers": theirs.get(tag["name"]),
                "lead": lead[i],
            }
        )
    return found


def table(found):
    """The rows as Markdown."""
    lines = [
        "| tag | group | ROC-AUC | Spearman | labelled | network |"
        " teachers | strongest | |",
        "|---" * 9 + "|",
    ]
    for row in found:
        areas = [
            f"{row[key]:.3f}" if row[key] is not None else ""
            for key in ("weak", "teachers")
        ]
        verdict = "" if supported(row["roc_auc"], row["weak"]) else "weak"
        lines.append(
            f"| {row['name']} | {row['group']} | {row['roc_auc']:.3f} |"
            f" {row['spearman']:.3f} | {row['n'] or ''} | {areas[0]} |"
            f" {areas[1]} | {row['lead']:.1%} | {verdict} |"
        )
    return "\n".join(lines)


def _parse():
    parser = argparse.ArgumentParser(
        prog="python3 -m model.train.reports.view", description=__doc__
    )
    add = parser.add_argument
    add("--network", type=pathlib.Path, required=True, metavar="FILE")
    add("--data", type=pathlib.Path, required=True, metavar="DIR")
    add(
        "--work",
        type=pathlib.Path,
        default=c_library.ROOT / "build" / "train",
        metavar="DIR",
        help="where labels made by teachers are kept",
    )
    add("--program", type=pathlib.Path, default=program.PROGRAM, metavar="FILE")
    return parser.parse_args()


def main():
    """Print the table."""
    options, report = _parse(), progress.Progress()
    teachers = options.data / "teacher"
    data = dataset.load(options.data, teachers)
    clips = data.of("train") + data.of("dev")
    preprocess.label(data, clips, options.work, teachers, report)
    targets = labels.load(data, clips, options.work)
    clips = [clip for clip in clips if clip.name in targets]
    _, values = network_file.load(options.network)
    view = values["views"][0]
    known = sum(map(len, data.sets.values()))
    of_teachers = [all(i < known for i, _ in tag["members"]) for tag in view["tags"]]
    names, shown = program.tags_of_clips(
        options.program, options.network, view["name"], clips, report
    )
    assert names == [tag["name"] for tag in view["tags"]]
    audible = shown.any(1, where=np.array(of_teachers))
    clips, shown = [c for c, h in zip(clips, audible) if h], shown[audible]
    view = {**view, "tags": [t for t, k in zip(view["tags"], of_teachers) if k]}
    means = np.stack([targets.mean(clip.name) for clip in clips])
    found = rows(
        view,
        shown[:, of_teachers],
        views.merge(view, means),
        [clip.label for clip in clips],
        np.array([clip.split == "dev" for clip in clips]),
    )
    print(table(found))


if __name__ == "__main__":
    main()
