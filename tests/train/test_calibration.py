#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""A known distortion of probabilities is found and undone; what is shown is
what the engine shows."""

import json
import pathlib
import subprocess
import tempfile

import common
import numpy as np
from scipy import special

from model.train.base import safetensors
from model.train.network import network_file, views
from model.train.training import calibration
from model.train import calibrate

TAGS = ["rock", "jazz", "piano"]
GROUPS = ["genre", "genre", "instrument"]
VIEWS = ("default", "msd", "mtat", "jamendo")
DISTORTION = (0.7, -1.5)  # From the true logit to what the network says


def made_up(rng, n):
    """Clips that have tags with known probabilities."""
    true = special.expit(rng.normal(0, 2, (n, 3)))
    there = rng.random((n, 3)) < true
    texts = [
        " ".join(t for t, is_there in zip(TAGS, row) if is_there) + f" clip {i}"
        for i, row in enumerate(there)
    ]
    said = special.expit(DISTORTION[0] * special.logit(true) + DISTORTION[1])
    sources = np.array([f"source {i % 40}" for i in range(n)])
    return np.repeat(said[:, None], 4, 1), texts, sources, there


def test_fit():
    """The fit undoes the distortion, and the error shrinks."""
    p, texts, sources, there = made_up(np.random.default_rng(3), 3000)
    found = calibration.examples(TAGS, GROUPS, p, texts, sources)
    known = there[:, :2].any(1)
    assert len(found[0].truth) == known.sum()  # Captions that name a genre
    assert (found[0].truth == there[known, 0]).all()
    assert found[2].truth.all()  # Of the group's one tag, only positives
    found[2] = None  # Then it takes after the others
    shown = calibration.cross_validate(found, GROUPS)
    one = found[0]
    before = calibration.expected_error(
        calibration.shown(one.logits), one.truth, one.weights
    )
    after = calibration.expected_error(shown[0], one.truth, one.weights)
    print(f"expected calibration error {before:.3f}, then {after:.3f}")
    assert before > 0.15 and after < 0.04
    fits = calibration.fit_all(found, GROUPS)
    assert fits[2] == calibration.fit(found[:2])
    assert calibration.fit_all([None] * 3, GROUPS) == [None] * 3
    assert abs(fits[0][0] - 1 / DISTORTION[0]) < 0.3, fits
    levels = calibration.thresholds(found, GROUPS, shown)
    assert 0.25 <= levels[0] <= 0.75 and levels[2] is not None


def test_group_weight():
    """A tag with few clips takes after its group, one with none wholly."""
    p, texts, sources, _ = made_up(np.random.default_rng(4), 1500)
    found = calibration.examples(TAGS, ["genre"] * 3, p, texts, sources)
    few = found[2].part(np.arange(len(found[2].truth)) < 6)
    none = found[2].part(~found[2].truth)
    full = calibration.fit_all(found[:2], ["genre"] * 2)
    group = calibration.fit(found[:2])
    drawn = calibration.fit_all([*found[:2], few], ["genre"] * 3)[2]
    assert abs(drawn[0] - full[0][0]) < 0.5
    assert calibration.fit_all([*found[:2], none], ["genre"] * 3)[2] == group


def program_tags(program, view, network, audio):
    """What the program prints of a file over time [updates, tags]."""
    command = [program, "tag", "--json", "--over-time", "--view", view]
    command += ["--network", network, audio]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    rows = [json.loads(line)["tags"] for line in done.stdout.splitlines()]
    return np.array([list(row.values()) for row in rows])


def test_file():
    """Written into a network file, the engine shows what Python does."""
    program, plain = common.BUILD / "earmark", common.ROOT / "model/default"
    if not program.exists():
        common.skip("build/earmark is not built")
    with tempfile.TemporaryDirectory() as name:
        path, audio = pathlib.Path(name) / "n.safetensors", f"{name}/a.wav"
        path.write_bytes((plain / "default.safetensors").read_bytes())
        _, before = network_file.load(path)
        n = len(before["views"][0]["tags"])
        fits = [(0.5 + 0.01 * i, 2.0 - 0.05 * i) for i in range(n - 1)]
        calibrate.write(path, before["views"], [*fits, None], [0.3] * n)
        _, values = network_file.load(path)
        view = values["views"][0]
        assert view["tags"][0]["threshold"] == 0.3
        assert "calibration" not in view["tags"][-1]
        assert values["views"][1:] == before["views"][1:]
        old, new = (
            safetensors.read(f)[0] for f in (plain / "default.safetensors", path)
        )
        assert all(np.array_equal(old[k], new[k]) for k in old)

        rng = np.random.default_rng(1)
        common.write_wav(pathlib.Path(audio), common.audio(rng, 6, 44100, True), 44100)
        outputs = {v: program_tags(program, v, path, audio) for v in VIEWS}
        p = np.hstack([outputs[s] for s in VIEWS[1:]])
        taught = [t for t in view["tags"] if t["group"] != "content"]
        found = outputs["default"][:, : len(taught)]
        wanted = views.shown({"tags": taught}, p)
        assert np.abs(found - wanted).max() < 1e-4


common.run(test_fit, test_group_weight, test_file)
