#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The teachers' hidden units as targets: computed once, of one scale, joined
with the tags, and learnt from where they are known."""

import pathlib
import tempfile

import common
import numpy as np
import torch

from model.train.base import progress
from model.train.network import shape
from model.train.data import dataset
from model.train.teachers import hidden_units, musicnn
from model.train.training import branches, chunks


def test_join():
    """Patches stay side by side; what no teacher heard is NaN."""
    units = {"a": np.arange(6, dtype=np.float32).reshape(2, 3)}
    p = np.full((3, 2), 0.5, np.float32)
    joined = chunks._joined(p, units["a"], units)
    assert joined.shape == (3, 5) and joined.dtype == np.float32
    assert (joined[:, :2] == 0.5).all()
    assert (joined[:, 2:] == [[0, 1, 2], [3, 4, 5], [3, 4, 5]]).all()
    assert np.isnan(chunks._joined(p, None, units)[:, 2:]).all()


def test_auxiliary_head():
    """Units that follow from the student's are learnt; NaN does not count."""
    torch.manual_seed(1)
    small = shape.Shape((shape.branch(18, (4, 4, 4)),), (16,), ("t:a",))
    auxiliary = branches.HiddenUnitHead(small, 5)
    hidden = torch.randn(64, 16)
    units = hidden @ torch.randn(16, 5) / 4
    units[:32, 2] = float("nan")
    optimiser = torch.optim.Adam(auxiliary.parameters(), 0.03)
    first = auxiliary.loss(hidden, units).item()
    for _ in range(200):
        optimiser.zero_grad()
        last = auxiliary.loss(hidden, units)
        last.backward()
        optimiser.step()
    print(f"mean square {first:.3f}, then {last.item():.5f}")
    assert last.item() < 0.01 < first
    assert auxiliary.loss(hidden, torch.full((64, 5), float("nan"))).item() == 0


def test_teachers():
    """Real ones: as many patches as logits, kept, not asked twice."""
    if not common.DATA.is_dir():
        print(f"{common.DATA} is not there: the teachers are not tried")
        return
    data = dataset.load(common.DATA, common.DATA / "teacher")
    clips = data.of("dev")[:2]
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        report = progress.Progress()
        hidden_units.compute(
            clips, ["msd", "jamendo"], work, common.DATA / "teacher", report
        )
        found = hidden_units.load(clips, work)
        for clip in clips:
            n = len(data.logits["msd"][clip.name])
            assert found[clip.name].shape[1] == 2 * musicnn.UNITS
            assert abs(len(found[clip.name]) - n) <= 1
        every = np.concatenate(list(found.values()))
        assert np.abs(every.mean(0)).max() < 1e-2 and every.std(0).max() < 1.01
        hidden_units.compute(clips, ["none such"], work, work, report)


if __name__ == "__main__":
    test_join()
    test_auxiliary_head()
    test_teachers()
