#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Changed versions and clips of other kinds: the same each time, on one side
of the split only, and what the labels say is what is heard."""

import dataclasses
import pathlib
import tempfile

import common
import numpy as np

from model.train.data import audio, augment, content, dataset
from model.train.teachers import labels, preprocess
from model.train.base.progress import Progress
from model.train.network.shape import FRONT_END

RATE = 48000
SETS = {"msd": ["rock", "female vocalists"]}


def make_data(folder):
    """Clips of music, speech and environment (as far as names go)."""
    rng, clips = np.random.default_rng(5), []
    for i in range(24):
        kind = ("music", "music", "speech", "environment")[i % 4]
        path = folder / f"{i}.wav"
        common.write_wav(path, common.audio(rng, 6, RATE, i % 2), RATE)
        split = "dev" if kind == "music" and i > 18 else "train"
        clips.append(dataset.Clip(f"{i}", path, split, kind, source=f"source {i // 8}"))
    logits = {
        "msd": {
            c.name: np.full((2, 2), float(i), np.float16) for i, c in enumerate(clips)
        }
    }
    return dataset.DataSet(folder, clips, SETS, logits)


def level(samples):
    """RMS in dB."""
    return 20 * np.log10(np.sqrt(np.mean(samples**2)) + 1e-9)


def test_versions(data):
    """Changed, finite, repeatable, and of every clip as many as wanted."""
    music = data.of("train")
    versions = augment.versions(music, 1.5)
    assert len(versions) == round(1.5 * len(music))
    assert len({clip.name for clip in versions}) == len(versions)
    again = augment.versions(music, 1.5)
    for one, two in zip(versions[:4], again):
        first, rate = augment.render(one)
        assert rate == augment.RATE and np.isfinite(first).all()
        assert np.array_equal(first, augment.render(two)[0])
        plain, _ = audio.decode(one.path)
        assert len(first) != len(plain) or np.abs(first - plain).max() > 0.01
        assert 0.8 * len(plain) < len(first) < 1.25 * len(plain)


def test_each_change(data):
    """Each kind of change does what its name says."""
    clip = data.of("train")[0]
    plain = augment.render(clip)[0]

    def change(**what):
        plan = augment.Plan(seed=3, **what)
        return augment.render(dataclasses.replace(clip, plan=plan))[0]

    assert abs(level(change(gain=-12.0)) - level(plain) + 12) < 0.1
    assert len(change(filters=["rubberband=tempo=1.1:pitch=1.05"])) < len(plain)
    dull = change(filters=["highpass=f=9000:poles=2"])
    assert level(dull) < level(plain) - 10
    assert len(change(codec=("opus", "libopus", 12))) >= len(plain) - RATE // 10
    noisy = change(noise=10.0) - plain
    assert abs(level(noisy) - level(plain) + 10) < 0.2
    other = data.of("train")[1]
    joined = change(partner=other, cut=0.5)
    half = len(plain) // 2
    assert np.array_equal(joined[:half], plain[:half])
    assert not np.allclose(joined[half:], plain[half:])
    assert abs(level(change(room=(1.0, 0.4))) - level(plain)) < 4


def test_content(data):
    """All kinds are there; no source is on both sides; labels fit."""
    clips = content.clips(data, augment.versions)
    kinds = {clip.kind for clip in clips}
    assert kinds == {"speech", "environment", "mixture", "noise", "silence"}
    sides = {}
    for clip in clips:
        if clip.kind in ("speech", "environment"):
            sides.setdefault(clip.source, set()).add(clip.split)
    assert all(len(side) == 1 for side in sides.values())
    known = labels.load(data, data.clips + clips, data.folder, True)
    for clip in data.clips + clips:
        if clip.name not in known:
            continue
        p = known.probabilities(clip.name)
        assert p.shape[1] == 5
        assert (p[:, 2:] == content.PRESENT[clip.kind]).all()
        if clip.kind in ("speech", "environment"):
            i = int(clip.base.split("~")[0] or clip.name.split("~")[0])
            assert np.allclose(p[:, :2], 1 / (1 + np.exp(-i)), atol=1e-3)
        if clip.kind in ("noise", "silence"):
            assert (p[:, :2] < 1e-6).all()
        if clip.kind == "mixture":
            heard = clip.plan.ratio <= content.AUDIBLE
            assert np.isnan(p[:, :2]).all() != heard
    silent = [c for c in clips if c.kind == "silence"]
    assert all(level(augment.render(c)[0]) < -60 for c in silent[:4])


def test_prepare(data):
    """What was interrupted goes on; what is there is not done again."""
    clips = data.of("train")
    first = preprocess.prepare(
        data, clips[:2], data.folder / "work", dict(FRONT_END), None, Progress()
    )
    assert [c.name in first for c in clips[:3]] == [True, True, False]
    table = data.folder / "work" / "frames.tsv"
    table.write_text(table.read_text()[:-1])  # The last line was cut short
    again = preprocess.prepare(
        data, clips[:3], data.folder / "work", dict(FRONT_END), None, Progress()
    )
    for clip in clips[:2]:
        assert np.array_equal(first.get(clip.name), again.get(clip.name))
    assert again.count(clips[2].name) > 200


def main():
    """Everything on one small data set."""
    with tempfile.TemporaryDirectory() as name:
        data = make_data(pathlib.Path(name))
        test_versions(data)
        test_each_change(data)
        test_content(data)
        test_prepare(data)


if __name__ == "__main__":
    main()
