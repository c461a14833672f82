#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The training command, whole, on a small folder of audio with a tag table:
interrupted, taken up again, and the network tells noise from tones."""

import pathlib
import subprocess
import sys
import tempfile

import common
import numpy as np

from model.train.network import engine, network_file
from model.train.data import audio, frontend


def evaluate(folder, work):
    """The evaluation command prints the line of the set."""
    program = common.BUILD / "earmark"
    if not program.exists():
        print("build/earmark is not built: evaluation not tried")
        return
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "model.train.evaluate",
            "--data",
            str(folder),
            "--work",
            str(work),
            "--program",
            str(program),
            "--network",
            str(work / "network.safetensors"),
        ],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    (line,) = [s for s in done.stdout.splitlines() if s.startswith("| tags")]
    area = float(line.split("|")[2])
    print(line)
    assert area > 0.9


def train_command(folder, work):
    """The quickest training that learns these data."""
    options = {
        "--data": folder,
        "--work": work,
        "--scales": "18,27",
        "--filters": "16,16,16",
        "--hidden": 16,
        "--epochs": 12,
        "--head-epochs": 2,
        "--threads": 1,
    }
    command = [sys.executable, "-m", "model.train"]
    return command + [str(word) for option in options.items() for word in option]


def main():
    """Train, kill, resume, use."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        common.make_data(folder)
        work = folder / "work"
        command = train_command(folder, work)
        common.interrupt_after(command, work / "branches.pt")
        done = subprocess.run(command, check=True, stderr=subprocess.PIPE, text=True)
        assert "epoch 12/12" in done.stderr
        assert "epoch 1/12" not in done.stderr, "began again"
        for file in ("network.safetensors", "network-float.safetensors"):
            common.check_no_paths(work / file, folder)
            net, _ = network_file.load(work / file)
            assert net.shape.outputs == ("tags:loud", "tags:noise", "tags:tones")
            for i, wanted in ((10, 1), (11, 2)):
                samples, rate = audio.decode(folder / f"{i}.wav")
                x, _ = frontend.frames(samples, rate, net.shape.front_end)
                tags = engine.updates(net, x, 3.0).mean(0)
                print(file, i, np.round(tags, 3))
                assert tags[wanted] > tags[3 - wanted]
        evaluate(folder, work)


main()
