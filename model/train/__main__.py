# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""One command from data to network file."""

import datetime
import hashlib
import sys

import numpy as np
import torch

from . import (
    branches, dataset, features, folded, frames, heads, labels, loss,
    network_file, options, progress, quantise, shape, views,
)

CALIBRATION_CLIPS = 150


def _shape(data, choice):
    outputs = [f"{s}:{tag}" for s, tags in data.sets.items() for tag in tags]
    return shape.Shape(
        tuple(
            shape.branch(n, (choice.filters or options.FILTERS[n])[
                : len(shape.POOLS[n])])
            for n in choice.scales
        ),
        choice.hidden,
        tuple(outputs),
    )


def _usable(data, cache, targets):
    """{split: names} of the clips that have frames and labels."""
    return {
        split: [
            c.name
            for c in data.of(split)
            if c.name in cache
            and c.name in targets
            and cache.count(c.name) >= 2 * features.BLOCK
        ]
        for split in ("train", "dev")
    }


def _digest(net):
    """A short name of a network's numbers."""
    digest = hashlib.sha256()
    for convs in net.branches:
        for conv in convs:
            for array in (conv.weight, conv.bias, conv.scale):
                digest.update(array.tobytes())
    return digest.hexdigest()[:16]


def _quantised_branches(trained, cache, names):
    rng = np.random.default_rng(0)
    sample = rng.permutation(names)[:CALIBRATION_CLIPS]
    clips = [cache.get(name).astype(np.float32) for name in sample]
    return quantise.quantise_branches(folded.fold(trained), clips)


def _head(trained, int8, quanta, data, cache, targets, choice, report):
    """Stages 2 and 3: (head for int8 features, features of train)"""
    names = _usable(data, cache, targets)
    choice.key = _digest(int8)
    found = {
        split: features.load(
            int8, cache, names[split], choice.work / f"features-{split}.npz",
            choice.key, report,
        )
        for split in names
        if names[split]
    }
    head = heads.adapt(trained.head, quanta)
    if "dev" not in found:
        return head, found["train"][0].rows
    examples = heads.Examples(*found["train"], names["train"], targets)
    wanted = np.stack([targets.mean(name) for name in names["dev"]])
    means = np.stack([targets.mean(name) for name in names["train"]])
    head = heads.train(
        head, examples, (found["dev"][0], wanted), data.sets,
        loss.Distillation(means, choice.logit_weight), choice,
        choice.work / "head.pt", report,
    )
    return head, found["train"][0].rows


def _provenance(data, names, choice):
    return {
        "command": "python3 -m model.train " + " ".join(sys.argv[1:]),
        "date": datetime.date.today().isoformat(),
        "clips": {split: len(names[split]) for split in names},
        "card": "model/default.md",
        "tags": {s: len(tags) for s, tags in data.sets.items()},
    }


def _export(trained, int8, quanta, head, rows, data, provenance, choice):
    dense = folded.fold_head(head)
    int8.head = quantise.quantise_head(dense, rows.astype(np.float32))
    plain = folded.fold(trained)
    plain.head = folded.fold_head(head)
    plain.head[0].weight /= quanta.astype(np.float32)
    reference = choice.output.with_suffix("")
    reference = reference.with_name(reference.name + "-float.safetensors")
    for path, net in ((choice.output, int8), (reference, plain)):
        network_file.save(
            path, net, choice.name, views.build(data.sets), choice.memory,
            provenance,
        )
        print(f"{path}: {path.stat().st_size} bytes, "
              f"{net.n_parameters} parameters")


def main():
    """Frames, labels, three stages, export."""
    choice = options.parse()
    torch.set_num_threads(choice.threads)
    report = progress.Progress()
    data = dataset.load(choice.data, choice.teachers)
    clips = [c for c in data.clips if c.kind == "music"]
    net = _shape(data, choice)
    cache = frames.cache(choice.work, clips, net.front_end, report)
    clips = [c for c in clips if c.name in cache]
    targets = labels.load(data, clips, choice.work, choice.teachers, report)
    trained = branches.train(
        net, data, cache, targets, choice, choice.work / "branches.pt", report
    )
    names = _usable(data, cache, targets)
    int8, quanta = _quantised_branches(trained, cache, names["train"])
    head, rows = _head(
        trained, int8, quanta, data, cache, targets, choice, report
    )
    _export(trained, int8, quanta, head, rows, data,
            _provenance(data, names, choice), choice)


if __name__ == "__main__":
    main()
