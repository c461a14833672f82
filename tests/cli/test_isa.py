#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Forcing a lower instruction set changes no bit of what the program says."""

import os
import subprocess
import tempfile

import numpy as np
from program import EARMARK, write_wav

SETS = ("scalar", "avx2", "avxvnni", "avx512bw", "avx512vnni", "neon", "dotprod")
RATE = 44100


def tags_of(path, isa):
    environment = dict(os.environ)
    environment.pop("EARMARK_ISA", None)
    if isa:
        environment["EARMARK_ISA"] = isa
    return subprocess.run(
        [EARMARK, "tag", "--json", "--over-time", path],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
    ).stdout


def main():
    t = np.arange(10 * RATE)
    samples = 0.3 * np.sin(1e-6 * t * t) + np.random.default_rng(1).normal(
        0, 0.05, len(t)
    )
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "sweep.wav")
        write_wav(path, samples, RATE)
        best = tags_of(path, None)
        assert best.count(b"\n") > 40
        for isa in SETS:  # Where the machine has it not, the best takes its place
            assert tags_of(path, isa) == best, isa


main()
