#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""`earmark learn` keeps all of its base but the head: timbre, level and version, too."""

import json
import pathlib
import subprocess
import tempfile

import common
import numpy as np
import random_folded

from model.train.base import safetensors
from model.train.network import network_file, views

RATE = 22050
KEPT = ("earmark", "front_end", "quantisation", "branches", "update")


def write_sounds(folder):
    """A table of noises and tones."""
    rng, lines = np.random.default_rng(5), []
    for i in range(8):
        samples = common.audio(rng, 5, RATE, i % 2)
        common.write_wav(folder / f"{i}.wav", samples, RATE)
        lines.append(f"{i}.wav,{'noise' if i % 2 else 'tones'}\n")
    (folder / "table.csv").write_text("".join(lines))


def check(base, path):
    """The file at `path` has the numbers and settings of the file `base`."""
    tensors, metadata = safetensors.read(path)
    wanted_tensors, wanted = safetensors.read(base)
    for name, tensor in wanted_tensors.items():
        if not name.startswith("head."):
            assert np.array_equal(tensors.pop(name), tensor), name
    assert all(name.startswith("head.0") for name in tensors), tensors.keys()
    assert ("timbre" in metadata) == ("timbre" in wanted)
    assert "level_outputs" not in metadata  # They were the base's head's
    for key in KEPT + (("timbre",) if "timbre" in wanted else ()):
        if key == "earmark":
            assert metadata[key] == wanted[key]
        else:
            assert json.loads(metadata[key]) == json.loads(wanted[key]), key


def main():
    """int8 and float, with a timbre or a level and without."""
    program = common.BUILD / "earmark"
    if not program.exists():
        common.skip("build/earmark is not built")
    sets = {"tags": [f"t{i}" for i in range(7)]}
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        write_sounds(folder)
        base, learnt = folder / "base.safetensors", folder / "learnt.safetensors"
        nets = random_folded.build(3)
        nets += (random_folded.levelled(nets[0]),)
        nets += random_folded.build(3, timbre=random_folded.TIMBRE)
        for net in nets:
            network_file.save(base, net, "N", views.build(sets), 3.0, {})
            done = subprocess.run(
                [program, "learn", "-N", base, "-o", learnt, folder / "table.csv"],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            assert done.returncode == 0, done.stderr
            check(base, learnt)


common.run(main)
