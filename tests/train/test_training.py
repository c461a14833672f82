#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The training command, whole, on a small folder of audio with a tag table:
interrupted, taken up again, and the network tells noise from tones."""

import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import common
import numpy as np

from model.train.network import engine, network_file
from model.train.data import audio, frontend

RATE = 48000


def make_data(folder):
    """Twelve clips of two kinds."""
    rng = np.random.default_rng(7)
    lines = ["file\ttags\tsplit"]
    for i in range(12):
        noisy, split = i % 2 == 0, "dev" if i >= 8 else "train"
        common.write_wav(folder / f"{i}.wav", common.audio(rng, 9, RATE, noisy), RATE)
        lines.append(f"{i}.wav\t{'noise; loud' if noisy else 'tones'}\t{split}")
    (folder / "tags.tsv").write_text("\n".join(lines) + "\n")


def interrupt_after(command, checkpoint):
    """Start the training and kill it when the checkpoint is there."""
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as run:
        while not checkpoint.exists() and run.poll() is None:
            time.sleep(0.05)
        assert run.poll() is None, "ended before it could be interrupted"
        run.send_signal(signal.SIGKILL)


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


def main():
    """Train, kill, resume, use."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make_data(folder)
        work = folder / "work"
        command = [
            sys.executable,
            "-m",
            "model.train",
            "--data",
            str(folder),
            "--work",
            str(work),
            "--scales",
            "18,27",
            "--filters",
            "16,16,16",
            "--hidden",
            "16",
            "--epochs",
            "12",
            "--head-epochs",
            "2",
        ]
        interrupt_after(command, work / "branches.pt")
        done = subprocess.run(command, check=True, stderr=subprocess.PIPE, text=True)
        assert "epoch 12/12" in done.stderr
        assert "epoch 1/12" not in done.stderr, "began again"
        for file in ("network.safetensors", "network-float.safetensors"):
            net, _ = network_file.load(work / file)
            assert net.shape.outputs == ("tags:loud", "tags:noise", "tags:tones")
            for i, wanted in ((10, 1), (11, 2)):
                samples, rate = audio.decode(folder / f"{i}.wav")
                x = frontend.frames(samples, rate, net.shape.front_end)
                tags = engine.updates(net, x, 3.0).mean(0)
                print(file, i, np.round(tags, 3))
                assert tags[wanted] > tags[3 - wanted]
        evaluate(folder, work)


main()
