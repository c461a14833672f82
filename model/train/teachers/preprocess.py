# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Frames and labels of clips, computed once and kept in the work folder.

Each process takes whole clips: decodes, changes, computes the frames through
the C front end and asks the teachers, in one thread (two threads that wait for
each other are slow on a busy machine).
"""

import math
import multiprocessing
import os

import numpy as np
import torch
from scipy import signal

from ..base import machine
from ..data import augment, frames, frontend
from . import labels, musicnn

_process = {}  # What a process of the pool works with


def _begin(folder, sets, front_end):
    torch.set_num_threads(1)
    models = musicnn.load(folder, machine.fast_type()) if folder else {}
    _process.update(
        models=[models[s] for s in sets if s in models],
        front_end=front_end,
        outputs=sum(map(len, sets.values())),
    )


def resample(samples, rate):
    """At the teachers' rate."""
    step = math.gcd(rate, musicnn.RATE)
    return signal.resample_poly(samples, musicnn.RATE // step, rate // step)


def _process_clip(job):
    """(name, frames or None, logits or None, what went wrong)"""
    clip, wants_frames, wants_labels = job
    try:
        samples, rate = augment.render(clip)
    except ValueError as error:
        return clip.name, None, None, str(error)
    columns = logits = None
    if wants_frames:
        front_end = {**_process["front_end"], "level": None}
        columns = frontend.frames(samples, rate, front_end)
    if wants_labels and clip.kind in ("noise", "silence"):
        n = int(len(samples) / rate / musicnn.PATCH_SECONDS)
        logits = np.zeros((n, _process["outputs"]))  # All rest: none is used
    elif wants_labels:
        at_rate = resample(samples, rate)
        parts = [model.logits(at_rate) for model in _process["models"]]
        logits = np.concatenate(parts, 1)
    return clip.name, columns, logits, ""


def prepare(data, clips, work, front_end, folder, report):
    """The frames of the clips; computes what is missing of these and of what
    the teachers in `folder` say."""
    writer = frames.Writer(work, front_end)
    jobs = [
        (clip, clip.name not in writer.names, wants)
        for clip, wants in _unlabelled(data, clips, labels.Store(work))
    ]
    if any(missing for _, missing, _ in jobs):
        frontend.frames(np.zeros(1), front_end["rate"], front_end)  # Builds
    _compute(jobs, (folder, data.sets, front_end), work, writer, report)
    writer.close()
    return frames.Frames(work, front_end)


def label(data, clips, work, folder, report):
    """Have the teachers say what is not known of the clips."""
    jobs = [
        (clip, False, wants)
        for clip, wants in _unlabelled(data, clips, labels.Store(work))
    ]
    _compute(jobs, (folder, data.sets, None), work, None, report)


def _unlabelled(data, clips, store):
    """(clip, whether its labels are still to be made)"""
    for clip in clips:
        known = clip.base or clip.name in store or "tags" in data.sets
        known = known or clip.kind == "solo"
        yield clip, not known and labels.given(data, clip) is None


def _compute(jobs, settings, work, writer, report):
    jobs = [job for job in jobs if job[1] or job[2]]
    if not jobs:
        return
    store = labels.Store(work)
    if not any(wants_labels for _, _, wants_labels in jobs):
        settings = (None, *settings[1:])
    context = multiprocessing.get_context("spawn")
    with context.Pool(len(os.sched_getaffinity(0)), _begin, settings) as pool:
        for i, (name, columns, logits, wrong) in enumerate(
            pool.imap(_process_clip, jobs, 2)
        ):
            report("preprocessing", i, len(jobs))
            if wrong:
                print(f"\nleft out: {wrong}")
            if logits is not None:
                store.add(name, logits)
            if columns is not None:
                writer.add(name, *columns)
    report("preprocessing", len(jobs), len(jobs))
