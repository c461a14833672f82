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
RATE = 1e-3
DECAY = 0.05


class Examples:
    """Features of random stretches and their targets."""

    def __init__(self, blocks, starts, names, labels):
        self.blocks = torch.from_numpy(blocks.rows)
        self.starts = torch.from_numpy(starts.rows)
        self.clip = blocks.clip
        self.targets = _targets(blocks, names, labels)
        self.start_targets = _targets(starts, names, labels)

    def batch(self, rng):
        """(features, targets)"""
        run = rng.choice(RUNS)
        n_starts = int(BATCH * START_SHARE) if len(self.starts) else 0
        first = rng.integers(len(self.clip) - run, size=4 * BATCH)
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


def clip_means(head, blocks, n_clips):
    """Mean probabilities of each clip, over pairs of blocks in a row."""
    x = torch.from_numpy(blocks.rows)
    same = np.flatnonzero(blocks.clip[1:] == blocks.clip[:-1])
    head.eval()
    with torch.no_grad():
        pairs = (x[same].float() + x[same + 1].float()) / 2
        p = head(pairs).sigmoid().numpy()
    which = blocks.clip[same]
    counts = np.bincount(which, minlength=n_clips)
    sums = np.zeros((n_clips, p.shape[1]))
    np.add.at(sums, which, p)
    return sums / np.maximum(counts, 1)[:, None]


def _quality(head, dev, sets):
    """(figures, the one number that is maximised)"""
    blocks, wanted = dev
    found = clip_means(head, blocks, len(wanted))
    figures = branches.scores(found, wanted, sets)
    mean = np.mean([f["roc_auc"] + f["spearman"] for f in figures.values()])
    return figures, mean


def train(head, examples, dev, sets, loss, options, path, report):
    """The head that does best on dev (the given one included)."""
    optimiser = torch.optim.AdamW(head.parameters(), RATE, weight_decay=DECAY)
    steps = max(1, len(examples.clip) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, RATE, options.head_epochs * steps + 1, pct_start=0.1
    )
    figures, best = _quality(head, dev, sets)
    report("head, as it came", 1, 1, branches.remark(figures))
    kept = copy.deepcopy(head.state_dict())
    key = f"{options.key} {options.head_epochs}"
    state = checkpoint.load(path, key)
    first = 0
    if state:
        first, best, kept = state["epoch"], state["best"], state["kept"]
        head.load_state_dict(state["head"])
        optimiser.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
    for epoch in range(first, options.head_epochs):
        rng = np.random.default_rng([options.seed, epoch])
        torch.manual_seed(options.seed * 1000 + epoch)
        _epoch(head, examples, loss, optimiser, schedule, steps, rng)
        figures, quality = _quality(head, dev, sets)
        report("head", epoch + 1, options.head_epochs, branches.remark(figures))
        if quality > best:
            best, kept = quality, copy.deepcopy(head.state_dict())
        checkpoint.save(
            path,
            {
                "key": key,
                "epoch": epoch + 1,
                "best": best,
                "kept": kept,
                "head": head.state_dict(),
                "optimiser": optimiser.state_dict(),
                "schedule": schedule.state_dict(),
            },
        )
    head.load_state_dict(kept)
    return head.eval()


def _epoch(head, examples, loss, optimiser, schedule, steps, rng):
    head.train()
    head.norm.eval()  # Its statistics are those of stage 1
    for _ in range(steps):
        x, y = examples.batch(rng)
        optimiser.zero_grad()
        loss(head(x), y).backward()
        optimiser.step()
        schedule.step()
