#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""How well `earmark labels` places the edges of tags.

Joins clips of a folder in pairs, with a hard cut between, and with pauses, and
prints how far the edges that are found are from where they are.  A tag's edge is
counted where the clip on one side has it for 80 % of its time and the other for less
than 20 %."""

import argparse
import pathlib
import random
import subprocess
import sys
import tempfile

import numpy as np
from scipy.io import wavfile

RATE = 44100
SECONDS = 9
PAUSES = (0.5, 1.0, 4.0)
FAR = 6.0  # Seconds: an edge so far off is none


def decode(path):
    command = ["ffmpeg", "-v", "error", "-nostdin", "-ss", "0.5", "-i", str(path)]
    command += ["-t", str(SECONDS), "-f", "f32le", "-ac", "1", "-ar", str(RATE), "-"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    samples = np.frombuffer(done.stdout, "<f4")
    return samples * (0.5 / max(1e-3, np.abs(samples).max()))


class Program:
    def __init__(self, path, options, folder):
        self.path, self.options, self.file = path, options, f"{folder}/sound.wav"

    def labels(self, samples):
        """{tag: [(begin, end)]}"""
        wavfile.write(self.file, RATE, samples.astype("f4"))
        command = [self.path, "labels", *self.options, self.file]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        found = {}
        for line in done.stdout.splitlines():
            begin, end, tag = line.split("\t")
            found.setdefault(tag, []).append((float(begin), float(end)))
        return found


def share(regions, seconds):
    return sum(end - begin for begin, end in regions) / seconds


def cut_errors(program, first, second):
    """Of each tag that is in one of the two alone, with its sign: late is positive"""
    length = len(first) / RATE
    alone = [program.labels(x) for x in (first, second)]
    both = program.labels(np.concatenate([first, second]))
    errors = []
    for tag in set(alone[0]) | set(alone[1]):
        shares = [share(found.get(tag, []), length) for found in alone]
        if max(shares) > 0.8 and min(shares) < 0.2:
            which = 1 if shares[0] > 0.8 else 0
            edges = [region[which] - length for region in both.get(tag, [])]
            errors.append(min(edges, key=abs, default=FAR))
    return [max(-FAR, min(FAR, error)) for error in errors]


def pause_errors(program, first, second, pause):
    """Of the pause's begin and end, or None if there is none"""
    silent = np.zeros(int(pause * RATE))
    found = program.labels(np.concatenate([first, silent, second])).get("silence", [])
    begin = len(first) / RATE
    for region in found:
        if abs(region[0] - begin) < 1 or abs(region[1] - begin - pause) < 1:
            return abs(region[0] - begin), abs(region[1] - begin - pause)
    return None


def measure(program, pairs):
    errors = np.array([e for pair in pairs for e in cut_errors(program, *pair)])
    size = np.abs(errors)
    print(
        f"hard cuts: {len(errors)} edges, median error {np.median(size):.2f} s"
        f" (signed {np.median(errors):+.2f}), {100 * np.mean(size < 0.5):.0f} % within"
        f" 0.5 s, {100 * np.mean(size >= FAR):.0f} % not found"
    )
    for pause in PAUSES:
        found = [pause_errors(program, *pair, pause) for pair in pairs]
        both = np.array([f for f in found if f]).ravel()
        print(f"pauses of {pause} s: {len(both) // 2} of {len(pairs)} found", end="")
        if len(both):
            print(f", median error {np.median(both):.3f} s", end="")
            print(f", worst {both.max():.3f} s", end="")
        print()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", help="of clips that differ from each other")
    parser.add_argument("--program", default="build/earmark")
    parser.add_argument("--pairs", type=int, default=40)
    parser.add_argument("options", nargs="*", help="of earmark labels, behind --")
    arguments = parser.parse_args()

    clips = sorted(pathlib.Path(arguments.folder).iterdir())
    random.Random(1).shuffle(clips)
    samples = []
    for clip in clips:
        samples.append(decode(clip))
        if len(samples[-1]) < SECONDS * RATE * 0.99:
            samples.pop()
        if len(samples) == 2 * arguments.pairs:
            break
    pairs = list(zip(samples[::2], samples[1::2]))
    with tempfile.TemporaryDirectory() as folder:
        measure(Program(arguments.program, arguments.options, folder), pairs)


if __name__ == "__main__":
    sys.exit(main())
