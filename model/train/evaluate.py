# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""What a network file agrees with: its teachers, and the weak labels; on a
split of the data set, and on the real songs in its folder `songs`, if there are
any.

Runs the program, so that the figures are those of the C engine.
"""

import argparse
import pathlib

import numpy as np

from .base import c_library, progress
from .network import views
from .data import dataset, weak_labels
from .teachers import labels, preprocess
from .reports import program

SONGS = "songs"  # A folder of the data set, for choosing and reporting only


def _print_agreement(network, what, figures):
    print(f"\n{network}, agreement with the teachers on {what}, clip level:\n")
    print(
        "| set | ROC-AUC against the teacher's top tenth | Spearman |"
        " top-1 | top-5 overlap | mean absolute error |"
    )
    print("|---|---|---|---|---|---|")
    for name, f in figures.items():
        print(
            f"| {name} | {f['roc_auc']:.4f} | {f['spearman']:.3f} |"
            f" {f['top1']:.3f} | {f['top5']:.3f} | {f['error']:.4f} |"
        )


def _areas(view, tags, probabilities, texts):
    """{tag: (positives, ROC-AUC)} against the weak labels"""
    names = [tag["name"] for tag in tags]
    merged = views.merge({**view, "tags": tags}, probabilities)
    return {tag: (n, area) for tag, n, area in weak_labels.areas(names, merged, texts)}


def _mean(areas, tags):
    return np.mean([areas[tag][1] for tag in tags])


def _print_weak_labels(view, sets, found, teacher_tags, clips):
    """The default view of the network, of all its teachers together and of
    each alone, as far as it knows the tags"""
    labelled = np.array([bool(clip.label) for clip in clips])
    texts = [clip.label for clip in clips if clip.label]
    found, teacher_tags = found[labelled], teacher_tags[labelled]
    ours = _areas(view, view["tags"], found, texts)
    if not ours:
        return
    columns = {"all teachers": _areas(view, view["tags"], teacher_tags, texts)}
    for name, tags in views.parts(view, sets).items():
        columns[name] = _areas(view, tags, teacher_tags, texts)
    print(
        "\nDefault view against the weak labels (keyword in the label)," " ROC-AUC:\n"
    )
    print(f"| tag | positives | network | {' | '.join(columns)} |")
    print("|---" * (3 + len(columns)) + "|")
    for tag, (n, area) in ours.items():
        cells = [
            f"{areas[tag][1]:.3f}" if tag in areas else "" for areas in columns.values()
        ]
        print(f"| {tag} | {n} | {area:.3f} | {' | '.join(cells)} |")
    for name, areas in columns.items():
        if areas:
            cells = [
                f"{_mean(areas, areas):.3f}" if other == name else ""
                for other in columns
            ]
            print(
                f"| mean of {len(areas)}: {name} | |"
                f" {_mean(ours, areas):.3f} | {' | '.join(cells)} |"
            )


def _parse():
    parser = argparse.ArgumentParser(
        prog="python3 -m model.train.evaluate", description=__doc__
    )
    add = parser.add_argument
    add(
        "--network",
        type=pathlib.Path,
        nargs="+",
        required=True,
        metavar="FILE",
        help="network files; figures of each are printed",
    )
    add("--data", type=pathlib.Path, required=True, metavar="DIR")
    add(
        "--work",
        type=pathlib.Path,
        default=c_library.ROOT / "build" / "train",
        metavar="DIR",
        help="where labels made by teachers are kept",
    )
    add("--teachers", type=pathlib.Path, metavar="DIR")
    add("--program", type=pathlib.Path, default=program.PROGRAM, metavar="FILE")
    add("--split", default="dev")
    return parser.parse_args()


class Source:
    """Clips, and what their teachers say of them."""

    def __init__(self, name, data, clips, work, teachers, report):
        preprocess.label(data, clips, work, teachers, report)
        self.name, self.data = name, data
        self.targets = labels.load(data, clips, work)
        self.clips = [clip for clip in clips if clip.name in self.targets]


def _sources(folder, work, teachers, report, split):
    """The split, and the songs."""
    data = dataset.load(folder, teachers)
    yield Source(split, data, data.of(split), work, teachers, report)
    if (folder / SONGS / "tags.tsv").exists():
        songs = dataset.load(folder / SONGS, teachers, data.sets)
        yield Source(SONGS, songs, songs.clips, work, teachers, report)


def evaluate(networks, folder, work, teachers, executable, report, split="dev"):
    """Print the figures of networks on a split of the data set in a folder, and
    on its songs."""
    for source in _sources(folder, work, teachers, report, split):
        view, first = views.build(source.data.sets)[0], None
        for network in networks:
            figures, found, teacher_tags = program.agreement(
                executable, network, source.data, source.targets, source.clips, report
            )
            _print_agreement(network, source.name, figures)
            _print_weak_labels(
                view, source.data.sets, found, teacher_tags, source.clips
            )
            if first is not None:
                print(
                    f"\nLargest difference of a clip's tag from the first"
                    f" network: {np.abs(found - first).max():.4f}"
                )
            first = found if first is None else first


def main():
    """The command."""
    options = _parse()
    evaluate(
        options.network,
        options.data,
        options.work,
        options.teachers or options.data / "teacher",
        options.program,
        progress.Progress(),
        options.split,
    )


if __name__ == "__main__":
    main()
