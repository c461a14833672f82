# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Make groups and scales of the views anew in network files, and keep all else in
them: tags, calibration, thresholds, weights.  Scales are what
model/default/scales.tsv says: a sum of what the teachers say of the music of dev,
each tag of theirs standardised.  Weights of the network's own outputs are fitted
to it, for the music as it is and for the same played more softly: so that its
level counts for little.  The values are spread over 0 to 1 by their ranks.
Without --data, scales stay as they are."""

import argparse
import json
import pathlib

import numpy as np
from scipy import special, stats

from .base import progress, safetensors, table
from .data import dataset
from .network import engine, network_file, views
from .network.constants import EDGE
from .teachers import labels, preprocess

TABLE = views.DEFAULT / "scales.tsv"
RESTS = {"energy": 0.0}  # Else half: in silence there is no energy
GAINS = (1.0, 0.32, 0.1)  # 0, -10 and -20 dB
RIDGE = 0.1  # Of the weights, in rows of the fit
KNOTS = 21
FOLDS = 5


def _parse():
    parser = argparse.ArgumentParser(
        prog="python3 -m model.train.scales", description=__doc__
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
    add("--data", type=pathlib.Path, metavar="DIR")
    add(
        "--work",
        type=pathlib.Path,
        metavar="DIR",
        help="where frames are kept (a training's work folder will do)",
    )
    add("--teachers", type=pathlib.Path, metavar="DIR")
    options = parser.parse_args()
    if options.data and not options.work:
        parser.error("--data needs --work")
    return options


def recipe(outputs):
    """{scale: {output: weight}}, as far as there are the outputs."""
    found = {}
    for row in table.read(TABLE):
        if row["output"] in outputs:
            index = outputs.index(row["output"])
            found.setdefault(row["scale"], {})[index] = float(row["weight"])
    return found


def logit(p):
    """As the engine computes it."""
    return special.logit(np.clip(np.asarray(p, np.float64), EDGE, 1 - EDGE))


def standardised(x):
    """Columns of mean 0 and deviation 1."""
    return (x - x.mean(0)) / np.maximum(x.std(0), 1e-9)


def softer(frames, gain, factor):
    """Log-mel frames of the same sound at another level."""
    magnitudes = (10.0 ** frames.astype(np.float64) - 1) / factor
    return np.log10(1 + factor * gain * magnitudes).astype(np.float32)


def weights(x, target):
    """Weights [outputs] by which logits [gains, clips, outputs] come to the target
    [clips], whatever the gain."""
    rows = np.concatenate(list(x - x[0].mean(0)))
    scale = np.maximum(x[0].std(0), 1e-9)
    rows = rows / scale
    wanted = np.tile(target - target.mean(), len(x))
    ridge = RIDGE * len(rows) * np.eye(rows.shape[1])
    return np.linalg.solve(rows.T @ rows + ridge, rows.T @ wanted) / scale


def validate(x, target, sources):
    """(sums [gains, clips] by weights that did not see the clip's source)"""
    names = sorted(set(sources))
    order = np.random.default_rng(0).permutation(len(names))
    fold = {names[i]: n % FOLDS for n, i in enumerate(order)}
    folds = np.array([fold[s] for s in sources])
    sums = np.zeros(x.shape[:2])
    for f in range(FOLDS):
        if (folds == f).any() and (folds != f).any():
            own = weights(x[:, folds != f], target[folds != f])
            sums[:, folds == f] = x[:, folds == f] @ own
    return sums


def describe(name, indices, own, sums):
    """The scale for the network file: weights whose magnitudes sum to 1, and the
    quantiles of the sums of all updates."""
    size = np.abs(own).sum()
    knots = np.quantile(sums / size, np.linspace(0, 1, KNOTS)).round(4)
    for i in range(1, KNOTS):  # Rising, whatever was rounded
        knots[i] = max(knots[i], knots[i - 1] + 1e-4)
    return {
        "name": name,
        "symbol": name,
        "members": [[i, round(float(w / size), 4)] for i, w in zip(indices, own)],
        "knots": [round(float(k), 4) for k in knots],
        "rest": RESTS.get(name, 0.5),
    }


def fit(sets, updates, clips, targets):
    """(scales, table of how far they agree with the teachers) from logits of
    updates [gains][clips][updates, outputs] and what the teachers say, logits
    [clips, outputs]"""
    outputs = [f"{s}:{tag}" for s, tags in sets.items() for tag in tags]
    means = np.array([[clip.mean(0) for clip in gain] for gain in updates])
    every = np.concatenate(updates[0])
    sources = [clip.source for clip in clips]
    found, lines = [], ["| scale | Spearman | at -20 dB |", "|---|---|---|"]
    for name, parts in recipe(outputs).items():
        indices = list(parts)
        target = standardised(targets)[:, indices] @ list(parts.values())
        indices = [outputs.index(views.at_level(outputs[i], outputs)) for i in indices]
        x = means[..., indices]
        own = weights(x, target)
        found.append(describe(name, indices, own, every[:, indices] @ own))
        sums = validate(x, target, sources)
        rank = stats.spearmanr(sums[0], target)[0]
        moved = (sums[-1] - sums[0]).mean() / sums[0].std()
        lines.append(f"| {name} | {rank:.3f} | {moved:+.2f} |")
    return found, "\n".join(lines)


def measure(network, folder, work, teachers, report):
    """(sets, updates, clips, targets) as fit() takes them, of the music of dev"""
    net, values = network_file.load(network)
    data = dataset.load(folder, teachers)
    clips = data.of("dev")
    front_end = net.shape.front_end
    cache = preprocess.prepare(data, clips, work, front_end, teachers, report)
    given = labels.load(data, clips, work)
    clips = [c for c in clips if c.name in cache and c.name in given]
    gains = GAINS[:1] if front_end.get("level") else GAINS  # It undoes them
    updates = [[] for _ in gains]
    for i, clip in enumerate(clips):
        report("clips", i, len(clips))
        frames = cache.get(clip.name)
        for gain, rows in zip(gains, updates):
            x = softer(frames, gain, front_end["gain"])
            rows.append(logit(engine.updates(net, x, values["update"]["memory"])))
    report("clips", len(clips), len(clips))
    targets = np.stack([logit(given.mean(clip.name)) for clip in clips])
    return views.sets_of(net.shape.outputs), updates, clips, targets


def write(path, scales):
    """Groups, and scales unless they are None, into a file; the rest stays."""
    tensors, metadata = safetensors.read(path)
    old = json.loads(metadata["views"])
    every = views.build(views.sets_of(json.loads(metadata["outputs"])))
    metadata["views"] = json.dumps(views.keep(every, old, scales), ensure_ascii=False)
    safetensors.write(path, tensors, metadata)


def main():
    """The command."""
    options, report = _parse(), progress.Progress()
    scales = None
    if options.data:
        teachers = options.teachers or options.data / "teacher"
        measured = measure(
            options.network[0], options.data, options.work, teachers, report
        )
        scales, text = fit(*measured)
        print(text)
    for path in options.network:
        write(path, scales)


if __name__ == "__main__":
    main()
