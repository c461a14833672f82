# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The teachers' hidden units, as auxiliary targets of the branches: what they
have learnt beyond their tags.  Computed once and kept in the work folder."""

import multiprocessing
import os

import numpy as np
import torch

from ..base import machine
from ..data import augment
from . import labels, preprocess, musicnn

LEAST_SPREAD = 1e-3  # Of a unit that is to be learnt

_models = []  # Of a process of the pool


def _begin(folder, names):
    torch.set_num_threads(1)
    models = musicnn.load(folder, machine.fast_type())
    _models.extend(models[name] for name in names)


def _extract(clip):
    """(name, hidden units of all teachers [patches, units])"""
    samples = preprocess.resample(*augment.render(clip))
    return clip.name, np.hstack([m.predict(samples)[1] for m in _models])


def compute(clips, names, work, folder, report):
    """Compute the units of the teachers of these names for clips that have none."""
    store = labels.Store(work, "hidden-units")
    clips = [clip for clip in clips if clip.name not in store]
    if not clips:
        return
    context = multiprocessing.get_context("spawn")
    n = len(os.sched_getaffinity(0))
    with context.Pool(n, _begin, (folder, list(names))) as pool:
        for i, (name, units) in enumerate(pool.imap(_extract, clips, 2)):
            store.add(name, units)
            report("hidden units", i + 1, len(clips))


def load(clips, work):
    """{clip: [patches, units], each unit with mean 0 and spread 1}"""
    store = labels.Store(work, "hidden-units")
    found = {
        c.name: store.get(c.name).astype(np.float32) for c in clips if c.name in store
    }
    every = np.concatenate(list(found.values()))
    mean = every.mean(0)
    spread = np.maximum(every.std(0), LEAST_SPREAD)
    return {name: (units - mean) / spread for name, units in found.items()}
