# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Stage 3: the head, on the features of the branches as they will run."""

import copy

import numpy as np
import torch

from . import branches, checkpoint

RUNS = (2, 3, 4)  # Blocks in a row that make an example
START_SHARE = 0.1  # Examples from the first moments of clips
BATCH = 256
DECAY = 0.05
AGREEMENT = ("roc_auc", "spearman", "top1", "top5")  # What validation maximises


class Examples:
    """Features of random stretches and their targets; `draws` says how often
    each clip is drawn, beside others of its length."""

    def __init__(self, blocks, starts, names, labels, draws):
        self.blocks = torch.from_numpy(blocks.rows)
        self.starts = torch.from_numpy(starts.rows)
        self.clip = blocks.clip
        self.bounds = np.cumsum(np.asarray(draws, float)[blocks.clip])
        self.targets = _targets(blocks, names, labels)
        self.start_targets = _targets(starts, names, labels)

    def batch(self, rng):
        """(features, targets)"""
        run = rng.choice(RUNS)
        n_starts = int(BATCH * START_SHARE) if len(self.starts) else 0
        at = rng.random(4 * BATCH) * self.bounds[-run]
        first = np.searchsorted(self.bounds, at, "right")
        first = np.minimum(first, len(self.clip) - run)
        whole = self.clip[first] == self.clip[first + run - 1]
        first = first[whole][: BATCH - n_starts]
        at = torch.from_numpy(first[:, None] + np.arange(run))
        parts = [(self.blocks[at].float().mean(1), self.targets[at].mean(1))]
        if n_starts:
            at = torch.from_numpy(rng.integers(len(self.starts), size=n_starts))
            parts.append((self.starts[at].float(), self.start_targets[at]))
        return tuple(torch.cat(part) for part in zip(*parts))


def _targets(features, names, labels):
    known = {n: labels.probabilities(n) for n in names}
    rows = [
        labels.weights(names[i], a, b) @ known[names[i]]
        for i, a, b in zip(features.clip, features.begin, features.end)
    ]
    return torch.from_numpy(np.stack(rows))


def adapt(head, quanta):
    """A head for features in units of `quanta` from one for plain ones."""
    head = copy.deepcopy(head)
    quanta = torch.from_numpy(np.asarray(quanta, np.float32))
    with torch.no_grad():
        head.norm.running_mean /= quanta
        head.norm.running_var += head.norm.eps
        head.norm.running_var /= quanta**2
    head.norm.eps = 0.0
    return head.eval()


class Validation:
    """Dev's features and labels, by which a head is chosen."""

    def __init__(self, blocks, wanted, sets):
        self.wanted = wanted
        self.sets = sets
        same = np.flatnonzero(blocks.clip[1:] == blocks.clip[:-1])
        rows = torch.from_numpy(blocks.rows)
        self.pairs = (rows[same].float() + rows[same + 1].float()) / 2
        self.clip = blocks.clip[same]

    def _means(self, head):
        """Mean probabilities of each clip, over pairs of blocks in a row."""
        with torch.no_grad():
            p = head(self.pairs).sigmoid().numpy()
        sums = np.zeros(self.wanted.shape)
        np.add.at(sums, self.clip, p)
        counts = np.bincount(self.clip, minlength=len(sums))
        return sums / np.maximum(counts, 1)[:, None]

    def __call__(self, head):
        """(figures, the one number that is maximised)"""
        head.eval()
        figures = branches.scores(self._means(head), self.wanted, self.sets)
        mean = np.mean([f[name] for f in figures.values() for name in AGREEMENT])
        return figures, mean


class Run:
    """A training under way: what a checkpoint keeps."""

    def __init__(self, head, rate, steps, key):
        self.key = key
        self.head = head
        self.optimiser = torch.optim.AdamW(head.parameters(), rate, weight_decay=DECAY)
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimiser, rate, steps + 1, pct_start=0.1
        )
        self.epoch = 0
        self.best_quality = -np.inf
        self.best_state = None

    def keep_best(self, quality):
        """Keep the head as it is now if it is the best so far."""
        if quality > self.best_quality:
            self.best_quality = quality
            self.best_state = copy.deepcopy(self.head.state_dict())

    def save(self, path):
        """After an epoch."""
        state = {
            n: getattr(self, n) for n in ("key", "epoch", "best_quality", "best_state")
        }
        for name in ("head", "optimiser", "schedule"):
            state[name] = getattr(self, name).state_dict()
        checkpoint.save(path, state)

    def restore(self, path):
        """Go on from a checkpoint of the same training, if there is one."""
        state = checkpoint.load(path, self.key)
        if state:
            self.epoch, self.best_quality = state["epoch"], state["best_quality"]
            self.best_state = state["best_state"]
            for name in ("head", "optimiser", "schedule"):
                getattr(self, name).load_state_dict(state[name])


def train(head, examples, validation, loss, options, key, report):
    """The head that is best in validation (the given one included)."""
    path = options.checkpoints / "head.pt"
    steps = max(1, len(examples.clip) // BATCH)
    run = Run(
        head,
        options.head_rate,
        options.head_epochs * steps,
        f"{key} {options.head_epochs} {options.head_rate}",
    )
    figures, quality = validation(head)
    report("head, as it came", 1, 1, branches.remark(figures))
    run.keep_best(quality)
    run.restore(path)
    while run.epoch < options.head_epochs:
        rng = np.random.default_rng([options.seed, run.epoch])
        torch.manual_seed(options.seed * 1000 + run.epoch)
        _epoch(run, examples, loss, steps, rng)
        figures, quality = validation(head)
        run.keep_best(quality)
        run.save(path)
        report("head", run.epoch, options.head_epochs, branches.remark(figures))
    head.load_state_dict(run.best_state)
    return head.eval()


def _epoch(run, examples, loss, steps, rng):
    run.head.train()
    run.head.norm.eval()  # Its statistics are those of stage 1
    run.epoch += 1
    for _ in range(steps):
        x, y = examples.batch(rng)
        run.optimiser.zero_grad()
        loss(run.head(x), y).backward()
        run.optimiser.step()
        run.schedule.step()
