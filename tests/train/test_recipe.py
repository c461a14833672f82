#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The command that makes the default network, whole, with a small recipe on
small data: interrupted, taken up again; what comes out is calibrated, says how
it was made, and names no place of the machine."""

import pathlib
import subprocess
import sys
import tempfile

import common
import fake_packages
import numpy as np

from model.train.data import audio, frontend
from model.train.network import engine, network_file
from model.train.training import recipe

RECIPE = """
[packages]
names = ["songs"]
excerpts = 2
[network]
name = "Small"
scales = [18]
filters = [16, 16, 16]
hidden = [8]
threads = 1
[[stages]]
epochs = 6
[[stages]]
packages = true
augment = 0.5
epochs = 4
rate = 2e-3
head-epochs = 3
"""


def test_default():
    """The default network's recipe is complete."""
    steps = recipe.Recipe(recipe.DEFAULT)
    assert len(steps.packages) > 10 and steps.n_stages == 3
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        begin = work / "branches.pt"
        first, _, last = (
            steps.options(i, work, work, work, begin if i else None) for i in range(3)
        )
        assert (first.epochs, first.augment, first.more) == (30, 0, [])
        assert first.begin is None and last.begin == begin
        assert last.more == [work / "packages"] and last.augment == 0.776
        assert (last.head_epochs, last.head_rate) == (16, 1.5e-4)
        assert len({first.checkpoints, last.checkpoints}) == 2
        (work / "recipe.toml").write_text("[network]\n")
        try:
            recipe.Recipe(work / "recipe.toml")
            raise AssertionError("half a recipe was taken")
        except ValueError as error:
            assert "'packages' is missing" in str(error), error


def check_provenance(path):
    """Both stages with what matters, the first within the second."""
    origin = network_file.load(path)[1]["provenance"]
    assert origin["settings"]["epochs"] == 4 and origin["settings"]["rate"] == 2e-3
    assert origin["settings"]["augment"] == 0.5
    assert [one["clips"] for one in origin["data"]] == [12, 3]
    assert origin["data"][1]["packages"] == ["songs"]
    begin = origin["begin"]
    assert begin["settings"]["epochs"] == 6 and begin["settings"]["augment"] == 0
    assert begin["data"] == origin["data"][:1] and "begin" not in begin
    assert begin["clips"] == {"train": 8, "dev": 4}


def check_network(path, folder):
    """It tells noise from tones, and is calibrated."""
    net, values = network_file.load(path)
    assert values["name"] == "Small"
    assert all("calibration" in tag for tag in values["views"][0]["tags"])
    outputs = list(net.shape.outputs)
    noise, tones = (outputs.index(f"tags:{name}") for name in ("noise", "tones"))
    for i, wanted, other in ((10, noise, tones), (11, tones, noise)):
        samples, rate = audio.decode(folder / f"{i}.wav")
        x, _ = frontend.frames(samples, rate, net.shape.front_end)
        tags = engine.updates(net, x, 3.0).mean(0)
        print(path.name, i, np.round(tags, 3))
        assert tags[wanted] > tags[other]


def test_command():
    """Run, kill in the second stage, run again."""
    program = common.BUILD / "earmark"
    if not program.exists():
        common.skip("build/earmark is not built")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        common.make_data(folder)
        fake_packages.pack(folder, "songs", {"usr/share/music/long.wav": 80})
        fake_packages.use(folder)
        work, output = folder / "work", folder / "out" / "small.safetensors"
        (folder / "recipe.toml").write_text(RECIPE)
        command = [sys.executable, "-m", "model.train.default", "--data", str(folder)]
        command += ["--work", str(work), "--recipe", str(folder / "recipe.toml")]
        command += ["--output", str(output), "--program", str(program)]
        common.interrupt_after(command, work / "stage-2" / "branches.pt")
        assert not output.parent.exists()
        done = subprocess.run(command, check=True, text=True, capture_output=True)
        assert "epoch 4/4" in done.stderr, done.stderr
        assert "epoch 1/" not in done.stderr, "began again"
        assert fake_packages.asked(folder) == ["songs"]
        assert "| noise |" in done.stdout and "| tags |" in done.stdout, done.stdout
        for suffix in ("", "-float"):
            path = output.with_name(f"small{suffix}.safetensors")
            check_network(path, folder)
            check_provenance(path)
            common.check_no_paths(path, folder)


test_default()
test_command()
