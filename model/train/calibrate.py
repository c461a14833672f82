# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Make the views anew in a network file and its float reference, put the default
one's tags on one scale, and report how reliable they are (calibration.py says
how)."""

import argparse
import json
import pathlib

import numpy as np

from .base import progress, safetensors
from .network import engine, network_file, views
from .data import dataset, weak_labels
from .teachers import preprocess
from .training import calibration


UPDATES = 12  # Of a clip, evenly spread


def _parse():
    parser = argparse.ArgumentParser(
        prog="python3 -m model.train.calibrate", description=__doc__
    )
    add = parser.add_argument
    add(
        "--network",
        type=pathlib.Path,
        nargs="+",
        required=True,
        metavar="FILE",
        help="measured on the first, written into all",
    )
    add("--data", type=pathlib.Path, required=True, metavar="DIR")
    add(
        "--work",
        type=pathlib.Path,
        required=True,
        metavar="DIR",
        help="the training's work folder, for its frames",
    )
    add("--teachers", type=pathlib.Path, metavar="DIR")
    add("--report", type=pathlib.Path, metavar="FILE", help="where the tables go, too")
    return parser.parse_args()


def write(path, every, fits, levels):
    """Views, the default one with calibration and thresholds, into a file."""
    tensors, metadata = safetensors.read(path)
    every = views.keep(every, json.loads(metadata["views"]))
    for tag, ab, level in zip(every[0]["tags"], fits, levels):
        tag.pop("calibration", None)
        if ab:
            tag["calibration"] = [round(v, 4) for v in ab]
        tag["threshold"] = 0.5 if level is None else level
    metadata["views"] = json.dumps(every, ensure_ascii=False)
    safetensors.write(path, tensors, metadata)


def _measure(network, folder, work, teachers, report):
    """(views, the default one's merged probabilities [clips, updates, tags], labels,
    sources)"""
    net, values = network_file.load(network)
    data = dataset.load(folder, teachers)
    clips = [c for c in data.clips if c.kind == "music" and c.label]
    cache = preprocess.prepare(data, clips, work, net.shape.front_end, None, report)
    clips = [c for c in clips if c.name in cache]
    memory, rows = values["update"]["memory"], []
    for i, clip in enumerate(clips):
        report("clips", i, len(clips))
        x, gains = cache.get(clip.name), cache.gains(clip.name)
        p = engine.updates(net, x, memory, gains)
        rows.append(p[np.linspace(0, len(p) - 1, UPDATES).astype(int)])
    report("clips", len(clips), len(clips))
    every = views.build(views.sets_of(net.shape.outputs))
    sources = np.array([c.source.split(" ")[0] for c in clips])
    merged = views.merge(every[0], np.stack(rows))
    return every, merged, [c.label for c in clips], sources


def _tables(tags, groups, found, shown, fits, levels):
    """The report's lines."""
    lines = [
        "| tag | group | positives | error before | error after |"
        " slope | offset | threshold |",
        "|---" * 8 + "|",
    ]
    sums = np.zeros(2)
    rows = []
    for tag, group, one, p, ab, level in zip(tags, groups, found, shown, fits, levels):
        fitted = f"{ab[0]:.2f} | {ab[1]:.2f}" if ab else " | "
        level = 0.5 if level is None else level
        if one is None or one.truth.sum() < weak_labels.MIN:
            lines.append(f"| {tag} | {group} | | | | {fitted} | {level} |")
            continue
        raw = calibration.shown(one.logits)
        errors = [
            calibration.expected_error(q, one.truth, one.weights) for q in (raw, p)
        ]
        sums += errors
        rows.append((one, raw, p))
        lines.append(
            f"| {tag} | {group} | {int(one.truth.sum())} |"
            f" {errors[0]:.3f} | {errors[1]:.3f} | {fitted} | {level} |"
        )
    mean = sums / max(len(rows), 1)
    lines.append(
        f"| mean of {len(rows)} | | | {mean[0]:.3f} |" f" {mean[1]:.3f} | | | |"
    )
    return lines + (_pooled(rows) if rows else [])


def _pooled(rows):
    """All tags in one: how often a tag shown at p is there."""
    lines = ["", "| shown | share | mean shown | there |", "|---|---|---|---|"]
    truth = np.concatenate([one.truth for one, _, _ in rows])
    weights = np.concatenate([one.weights for one, _, _ in rows])
    p = np.concatenate([shown for _, _, shown in rows])
    for i, (share, mean, true) in enumerate(calibration.reliability(p, truth, weights)):
        lines.append(
            f"| {i / 10:.1f} to {i / 10 + 0.1:.1f} | {share:.3f} |"
            f" {mean:.3f} | {true:.3f} |"
        )
    raw = np.concatenate([before for _, before, _ in rows])
    before = calibration.expected_error(raw, truth, weights)
    after = calibration.expected_error(p, truth, weights)
    lines += [
        "",
        "Expected calibration error, all tags together, by fits that"
        " did not see the clip's source:"
        f" {before:.3f} before, {after:.3f} after.",
    ]
    return lines


def calibrate(networks, folder, work, teachers, report):
    """Measure the first of the networks on the data set in a folder, write what
    was fitted into all; the report's tables."""
    every, merged, texts, sources = _measure(
        networks[0], folder, work, teachers, report
    )
    tags = [tag["name"] for tag in every[0]["tags"]]
    groups = [tag["group"] for tag in every[0]["tags"]]

    def without_content(values):
        """None for content: that was learnt from certain labels, not these."""
        return [None if g == "content" else v for g, v in zip(groups, values)]

    found = calibration.examples(tags, groups, merged, texts, sources)
    found = without_content(found)
    shown = calibration.cross_validate(found, groups)
    fits = without_content(calibration.fit_all(found, groups))
    levels = without_content(calibration.thresholds(found, groups, shown))
    for path in networks:
        write(path, every, fits, levels)
    return "\n".join(_tables(tags, groups, found, shown, fits, levels))


def main():
    """The command."""
    options, report = _parse(), progress.Progress()
    teachers = options.teachers or options.data / "teacher"
    text = calibrate(options.network, options.data, options.work, teachers, report)
    print(text)
    if options.report:
        options.report.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
