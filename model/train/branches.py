# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Stage 1: all branches, trained together with a head."""

import time

import numpy as np
import torch

from . import checkpoint, metrics
from .chunks import Chunks
from .loss import Distillation
from .network import Network

BRANCH_WEIGHT = 0.3  # Of the loss of each branch's own small head
RATE = 3e-3
DECAY = 0.02
SAMPLE = 200  # Batches over which the input's mean and spread are taken
DEV_CHUNK = 172  # Frames
DEV_EVERY = 5  # Epochs


def _statistics(frames, clips):
    sample = np.concatenate(
        [frames.get(name)[::16].astype(np.float32) for name in clips[:SAMPLE]]
    )
    return sample.mean(), sample.std()


def probabilities(network, frames, names):
    """A network's mean probabilities of whole clips [clips, outputs]."""
    network.eval()
    rows = []
    with torch.no_grad():
        for name in names:
            x = frames.get(name).astype(np.float32)
            n = max(1, len(x) // DEV_CHUNK)
            x = x[: n * DEV_CHUNK].reshape(n, -1, x.shape[1])
            logits, _ = network(torch.from_numpy(x).transpose(1, 2))
            rows.append(logits.sigmoid().mean(0).numpy())
    return np.stack(rows)


def scores(found, wanted, sets):
    """{set: figures} of mean probabilities [clips, outputs]."""
    result, at = {}, 0
    for name, tags in sets.items():
        part = slice(at, at + len(tags))
        result[name] = metrics.agreement(found[:, part], wanted[:, part])
        at += len(tags)
    return result


def remark(figures):
    """Figures in few words."""
    return " ".join(
        f"{name} {f['roc_auc']:.4f}/{f['spearman']:.3f}"
        for name, f in figures.items()
    )


def train(shape, data, frames, labels, options, path, report):
    """The trained network; goes on from the checkpoint at `path`."""
    chunks = Chunks(frames, labels, data.of("train"), shape.front_end)
    dev = [c.name for c in data.of("dev") if c.name in frames]
    dev = [n for n in dev if n in labels and frames.count(n) >= DEV_CHUNK]
    wanted = np.stack([labels.mean(name) for name in dev]) if dev else None
    torch.manual_seed(options.seed)
    network = Network(
        shape, *_statistics(frames, chunks.clips), options.dropout
    )
    optimiser = torch.optim.AdamW(
        network.parameters(), RATE, weight_decay=DECAY
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, RATE, options.epochs * chunks.batches, pct_start=0.2
    )
    means = [labels.mean(name) for name in chunks.clips]
    loss = Distillation(means, options.logit_weight)
    key = (
        f"{shape} {options.epochs} {options.seed} {options.logit_weight}"
        f" {options.dropout} {chunks.batches}"
    )
    state = checkpoint.load(path, key)
    first = 0
    if state:
        network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
        first = state["epoch"]
    for epoch in range(first, options.epochs):
        _epoch(network, chunks, loss, (optimiser, schedule), epoch, options,
               report)
        checkpoint.save(
            path,
            {
                "key": key,
                "epoch": epoch + 1,
                "network": network.state_dict(),
                "optimiser": optimiser.state_dict(),
                "schedule": schedule.state_dict(),
            },
        )
        if dev and (epoch + 1) % DEV_EVERY == 0:
            figures = scores(
                probabilities(network, frames, dev), wanted, data.sets
            )
            report("dev", epoch + 1, epoch + 1, remark(figures))
    return network.eval()


def _epoch(network, chunks, loss, steps, epoch, options, report):
    rng = np.random.default_rng([options.seed, epoch])
    torch.manual_seed(options.seed * 1000 + epoch)
    network.train()
    optimiser, schedule = steps
    mean, start = 0.0, time.monotonic()
    for i in range(chunks.batches):
        x, y = chunks.batch(rng)
        logits, alone = network(x)
        total = loss(logits, y)
        for one in alone:
            total = total + BRANCH_WEIGHT * loss(one, y)
        optimiser.zero_grad()
        total.backward()
        optimiser.step()
        schedule.step()
        mean += (total.item() - mean) / (i + 1)
        pace = (time.monotonic() - start) / (i + 1)
        report(
            f"branches, epoch {epoch + 1}/{options.epochs}",
            i + 1,
            chunks.batches,
            f"loss {mean:.4f}, {pace:.2f} s a batch",
        )
