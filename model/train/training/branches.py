# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Stage 1: all branches, trained together with a head."""

import time

import numpy as np
import torch

from ..base import machine, metrics
from . import begin, checkpoint
from .chunks import Chunks, longer
from .loss import Distillation
from .model import Network

BRANCH_WEIGHT = 0.3  # Of the loss of each branch's own small head
DECAY = 0.02
SAMPLE = 200  # Clips over which the input's mean and spread are taken
DEV_CHUNK = 172  # Frames; more for large scales
DEV_EVERY = 5  # Epochs


def _statistics(frames, clips):
    sample = np.concatenate([frames.get(name)[::16] for name in clips[:SAMPLE]])
    return sample.mean(), sample.std()


def dev_chunk(shape):
    """Frames of the pieces that clips of dev are cut into."""
    return DEV_CHUNK + longer(shape)


def probabilities(network, frames, names):
    """A network's mean probabilities of whole clips [clips, outputs]."""
    network.eval()
    rows, length = [], dev_chunk(network.shape)
    with torch.no_grad():
        for name in names:
            x = frames.get(name)
            n = max(1, len(x) // length)
            x = x[: n * length].reshape(n, -1, x.shape[1])
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
        f"/{f['top1']:.3f}/{f['top5']:.3f}"
        for name, f in figures.items()
    )


class HiddenUnitHead(torch.nn.Module):
    """The teachers' hidden units from the student's; not exported."""

    def __init__(self, shape, n_units):
        super().__init__()
        n = shape.hidden[-1] if shape.hidden else shape.n_features
        self.layer = torch.nn.Linear(n, n_units)

    def loss(self, hidden, units):
        """Mean square of the difference, where units are known."""
        found, known = self.layer(hidden), ~units.isnan()
        difference = (found - units.nan_to_num()) * known
        return difference.square().sum() / known.sum().clamp(min=1)


class Run:
    """A training under way: what a checkpoint keeps."""

    def __init__(self, network, auxiliary, rate, steps, key, provenance):
        self.key = key
        self.provenance = provenance
        self.epoch = 0
        self.network, self.auxiliary = network, auxiliary
        modules = [network] + ([auxiliary] if auxiliary else [])
        self.optimiser = torch.optim.AdamW(
            [p for one in modules for p in one.parameters()],
            rate,
            weight_decay=DECAY,
        )
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimiser, rate, steps, pct_start=0.2
        )

    def save(self, path):
        """After an epoch."""
        parts = {name: getattr(self, name).state_dict() for name in self._kept}
        checkpoint.save(path, {"epoch": self.epoch, **parts, **self._origin})

    @property
    def _origin(self):
        return {"key": self.key, "provenance": self.provenance}

    @property
    def _kept(self):
        return [
            name
            for name in ("network", "auxiliary", "optimiser", "schedule")
            if getattr(self, name)
        ]

    def restore(self, path):
        """Go on from a checkpoint of the same training, if there is one."""
        state = checkpoint.load(path, self.key)
        if state:
            self.epoch = state["epoch"]
            for name in self._kept:
                getattr(self, name).load_state_dict(state[name])


def _new_run(shape, chunks, options, hidden_units, provenance):
    """A run that has not begun, but for the weights that it begins with."""
    torch.manual_seed(options.seed)
    mean, deviation = _statistics(chunks.frames, chunks.clips)
    network = Network(shape, mean, deviation, options.dropout)
    key = (
        f"{shape} {options.epochs} {options.seed} {options.logit_weight}"
        f" {options.dropout} {chunks.batches} {options.rate}"
        f" {options.apart} {options.mixtures} {sorted(options.draw.items())}"
    )
    if options.begin:
        begin.begin_with(network, options.begin, chunks.sample(options.seed))
        key += f" {checkpoint.digest(options.begin)}"
    auxiliary = None
    if hidden_units:
        auxiliary = HiddenUnitHead(shape, next(iter(hidden_units.values())).shape[1])
        key += f" hidden_units {options.hidden_units}"
    steps = options.epochs * chunks.batches
    return Run(network, auxiliary, options.rate, steps, key, provenance)


def train(
    shape,
    data,
    clips,
    frames,
    labels,
    options,
    path,
    report,
    hidden_units=None,
    provenance=None,
):
    """The trained network; goes on from the checkpoint at `path`.
    `hidden_units` are the teachers', if they are auxiliary targets."""
    n_distilled = sum(map(len, data.sets.values()))
    chunks = Chunks(frames, labels, clips, shape, n_distilled, options, hidden_units)
    dev = [c.name for c in data.of("dev") if c.name in frames]
    least = dev_chunk(shape)
    dev = [n for n in dev if n in labels and frames.count(n) >= least]
    run = _new_run(shape, chunks, options, hidden_units, provenance)
    run.restore(path)
    music = {clip.name for clip in clips if clip.kind == "music"}
    means = [labels.mean(name) for name in chunks.clips if name in music]
    loss = Distillation(means, options.logit_weight, n_distilled)
    while run.epoch < options.epochs:
        _epoch(run, chunks, loss, options, report)
        run.save(path)
        if dev and run.epoch % DEV_EVERY == 0:
            found = probabilities(run.network, frames, dev)
            wanted = np.stack([labels.mean(name) for name in dev])
            figures = scores(found, wanted, data.sets)
            report("dev", run.epoch, run.epoch, remark(figures))
    return run.network.eval()


def _epoch(run, chunks, loss, options, report):
    rng = np.random.default_rng([options.seed, run.epoch])
    torch.manual_seed(options.seed * 1000 + run.epoch)
    run.network.train()
    run.epoch += 1
    fast = machine.fast_type() == torch.bfloat16
    n_outputs = len(run.network.shape.outputs)
    mean, start = 0.0, time.monotonic()
    for i in range(chunks.batches):
        x, y = chunks.batch(rng)
        y, units = y[:, :n_outputs], y[:, n_outputs:]
        with torch.autocast("cpu", torch.bfloat16, enabled=fast):
            hidden, alone = run.network.hidden(x)
            logits = run.network.head.layers[-1](hidden)
        logits, alone = logits.float(), [one.float() for one in alone]
        if options.apart:
            total = sum(loss(one, y) for one in alone)
        else:
            total = loss(logits, y)
            for one in alone:
                total = total + BRANCH_WEIGHT * loss(one, y)
        if run.auxiliary:
            total = total + options.hidden_units * run.auxiliary.loss(
                hidden.float(), units
            )
        run.optimiser.zero_grad()
        total.backward()
        run.optimiser.step()
        run.schedule.step()
        mean += (total.item() - mean) / (i + 1)
        pace = (time.monotonic() - start) / (i + 1)
        report(
            f"branches, epoch {run.epoch}/{options.epochs}",
            i + 1,
            chunks.batches,
            f"loss {mean:.4f}, {pace:.2f} s a batch",
        )
