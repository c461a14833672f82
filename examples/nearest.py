#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""The nearest songs of a folder, by what the network hears in them:

    earmark features -o songs.npy FOLDER
    examples/nearest.py songs.npy [FILE]

For FILE, or for each that there is, its nearest others, the nearest first."""

import json
import signal
import sys

import numpy as np

N_SHOWN = 5


def load(path):
    """[rows, features], each of mean 0 and deviation 1 over the songs and each row of
    length 1, so that products are cosines; and the rows' names"""
    features = np.load(path).astype(np.float64)
    with open(path.removesuffix(".npy") + ".json", encoding="utf-8") as file:
        rows = json.load(file)["rows"]
    deviation = features.std(0)
    used = deviation > 0
    features = (features[:, used] - features[:, used].mean(0)) / deviation[used]
    lengths = np.linalg.norm(features, axis=1, keepdims=True)
    return features / np.maximum(lengths, 1e-9), [row["file"] for row in rows]


def nearest(features, i):
    """Other rows with their cosines, the nearest first"""
    cosines = features @ features[i]
    order = np.argsort(-cosines)
    return [(j, cosines[j]) for j in order if j != i]


def main():
    if len(sys.argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    features, names = load(sys.argv[1])
    if len(sys.argv) == 3 and sys.argv[2] not in names:
        print("there is no row of " + sys.argv[2], file=sys.stderr)
        return 1
    for i, name in enumerate(names):
        if len(sys.argv) == 2 or name == sys.argv[2]:
            print(name)
            for j, cosine in nearest(features, i)[:N_SHOWN]:
                print("  %.2f  %s" % (cosine, names[j]))
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # As others in a pipe
    sys.exit(main())
