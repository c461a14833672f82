#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Scales follow what they are fitted to, whatever the level; what is written into
a network file is what the engine shows, and nothing else of the file changes."""

import json
import pathlib
import subprocess
import tempfile

import common
import numpy as np
from scipy import stats

from model.train import scales
from model.train.base import safetensors
from model.train.data import dataset
from model.train.network import network_file, views

SETS = {
    "msd": ["party", "Mellow", "sad", "happy", "rock"],
    "mtat": ["fast", "loud", "slow"],
}
CLIPS, UPDATES = 240, 9


def made_up(rng):
    """What teachers say of clips that are more or less energetic, and a network's
    logits: at other levels it thinks that they are less loud."""
    true = rng.normal(0, 1, (CLIPS, 2))
    outputs = [f"{s}:{tag}" for s in SETS for tag in SETS[s]]
    mixing = rng.normal(0, 0.2, (2, len(outputs)))
    mixing[0, [outputs.index("msd:party"), outputs.index("mtat:fast")]] += 1
    mixing[0, outputs.index("mtat:slow")] -= 1
    teachers = true @ mixing - 2
    level = np.zeros(len(outputs))
    level[outputs.index("mtat:loud")] = 3
    updates = []
    for step, _ in enumerate(scales.GAINS):
        noise = rng.normal(0, 0.3, (CLIPS, UPDATES, len(outputs)))
        updates.append(list(teachers[:, None] + noise - step * level))
    return teachers, updates


def test_fit():
    """Ranks are the teachers', and spread evenly; the level is left out."""
    teachers, updates = made_up(np.random.default_rng(5))
    clips = [
        dataset.Clip(str(i), pathlib.Path(), "dev", source=str(i % 20))
        for i in range(CLIPS)
    ]
    found, text = scales.fit(SETS, updates, clips, teachers)
    print(text)
    assert [scale["name"] for scale in found] == ["energy", "valence"]
    assert [scale["rest"] for scale in found] == [0.0, 0.5]
    for scale in found:
        assert abs(sum(abs(w) for _, w in scale["members"]) - 1) < 1e-3
        assert (np.diff(scale["knots"]) > 0).all()

    def shown(gain):
        p = 1 / (1 + np.exp(-np.array(updates[gain])))
        return views.scaled({"scales": found}, p)

    loud, soft = shown(0), shown(-1)
    ups, downs = (0, 5, 6), (1, 2, 7)  # Of energy, among the outputs
    said = scales.standardised(teachers)
    wanted = said[:, ups].sum(1) - said[:, downs].sum(1)
    assert stats.spearmanr(loud[..., 0].mean(1), wanted)[0] > 0.95
    assert abs(np.quantile(loud, [0.1, 0.5, 0.9]) - [0.1, 0.5, 0.9]).max() < 0.02
    assert abs(loud[..., 0].mean() - soft[..., 0].mean()) < 0.1


def test_softer():
    """As if the sound had been softer before."""
    magnitudes = np.array([[0.0, 0.5, 20.0]])
    frames = np.log10(1 + 10 * magnitudes)
    wanted = np.log10(1 + 10 * 0.1 * magnitudes)
    assert np.allclose(scales.softer(frames, 0.1, 10), wanted, atol=1e-6)


def test_keep():
    """Made anew, views keep what was fitted, and scales that are not new."""
    sets = {"msd": ["rock", "sad"]}
    old = views.build(sets)
    old[0]["tags"][0] |= {"calibration": [2.0, 1.0], "threshold": 0.3}
    old[0]["scales"], old[1]["scales"] = [{"name": "a"}], [{"name": "b"}]
    del old[0]["groups"]
    new = views.keep(views.build(sets), old)
    assert new[0]["tags"] == old[0]["tags"] and new[0]["groups"]
    assert new[0]["scales"] == [{"name": "a"}]
    new = views.keep(views.build(sets), old, [{"name": "c"}])
    assert new[0]["scales"] == [{"name": "c"}]
    assert new[1]["scales"] == [{"name": "b"}]
    assert "scales" not in views.keep(views.build(sets), old, [])[0]


def lines_of(program, network, view, audio, key):
    """What the program says of a file over time, as a plugin shows it [lines, n]"""
    command = [program, "tag", "--json", "--live", "--network", network]
    done = subprocess.run(
        [*command, "--view", view, audio], check=True, stdout=subprocess.PIPE, text=True
    )
    found = [json.loads(line)[key] for line in done.stdout.splitlines()]
    return np.array([list(each.values()) for each in found])


def test_file():
    """The engine shows what Python does; weights stay to the bit."""
    program, plain = common.BUILD / "earmark", common.ROOT / "model/default"
    if not program.exists():
        common.skip("build/earmark is not built")
    own = [
        {
            "name": "own",
            "symbol": "own",
            "members": [[3, 0.75], [60, -0.25]],
            "knots": [-4.0, -2.0, 1.0],
            "rest": 0.25,
        }
    ]
    with tempfile.TemporaryDirectory() as name:
        path, audio = pathlib.Path(name) / "n.safetensors", f"{name}/a.wav"
        path.write_bytes((plain / "default.safetensors").read_bytes())
        before, old = network_file.load(path)[1], safetensors.read(path)[0]
        scales.write(path, own)
        after, new = network_file.load(path)[1], safetensors.read(path)[0]
        assert all(np.array_equal(old[k], new[k]) for k in old)
        first = after["views"][0]
        assert first["scales"] == own
        for view, past in zip(after["views"], before["views"]):
            assert view["tags"] == past["tags"]

        rng = np.random.default_rng(1)
        common.write_wav(pathlib.Path(audio), common.audio(rng, 6, 44100, True), 44100)
        p = [
            lines_of(program, path, v, audio, "tags")
            for v in ("msd", "mtat", "jamendo")
        ]
        wanted = views.scaled(first, np.concatenate(p, 1))
        shown = lines_of(program, path, "default", audio, "scales")
        assert np.abs(shown - wanted).max() < 2e-3


common.run(test_fit, test_softer, test_keep, test_file)
