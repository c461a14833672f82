#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The trainer's emulation and the C program give the same tags."""

import json
import pathlib
import subprocess
import tempfile

import common
import numpy as np
import random_folded

from model.train.network import engine, network_file, views
from model.train.data import audio, frontend

RATE = 44100
MEMORY = 3.0


def program_tags(program, network, path):
    """The tags that the program prints for a file."""
    command = [program, "tag", "--json", "--network", network, path]
    done = subprocess.run(
        [str(part) for part in command], check=True, stdout=subprocess.PIPE
    )
    return np.array(list(json.loads(done.stdout)["tags"].values()))


def main():
    """int8 and float, with and without a level, on noise and on tones."""
    program = common.BUILD / "earmark"
    if not program.exists():
        common.skip("build/earmark is not built")
    rng = np.random.default_rng(3)
    sets = {"tags": [f"t{i}" for i in range(7)]}
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        files = []
        for i, noisy in enumerate((False, True)):
            files.append(folder / f"{i}.wav")
            samples = common.audio(rng, 12, RATE, noisy)
            common.write_wav(files[-1], samples, RATE)
        nets = random_folded.build(4)
        nets += random_folded.build(5, timbre=random_folded.TIMBRE)
        for net in (*nets, *map(random_folded.levelled, nets)):
            path = folder / "n.safetensors"
            network_file.save(path, net, "N", views.build(sets), MEMORY, {})
            net, _ = network_file.load(path)  # Float: as rounded in the file
            for file in files:
                samples, rate = audio.decode(file)
                front_end = net.shape.front_end
                x, powers = frontend.frames(samples, rate, front_end)
                gains = frontend.gains(powers, front_end)
                wanted = engine.updates(net, x, MEMORY, gains).mean(0)
                found = program_tags(program, path, file)
                worst = np.abs(found - wanted).max()
                parts = f"{'timbre, ' if net.timbre else ''}"
                parts += f"{'level, ' if net.level_outputs else ''}{file.name}"
                print(f"int8 {net.is_int8}, {parts}: {worst:.1e}")
                assert worst < 1e-5


main()
