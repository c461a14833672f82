# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Sounds and tables for tests of `earmark learn`, and what it prints of them."""

import os

import numpy as np

from program import earmark, write_wav

RATE = 22050


def sound(kind, rng, seconds=5.0):
    """Something of a kind, never the same."""
    t = np.arange(int(seconds * RATE)) / RATE
    if kind == 0:
        x = rng.standard_normal(len(t)) * 0.1
    elif kind == 1:
        x = sum(np.sin(2 * np.pi * rng.uniform(800, 3000) * t) for _ in range(3)) / 6
    else:
        x = np.exp(-30 * (t % rng.uniform(0.3, 0.6))) * np.sin(
            2 * np.pi * rng.uniform(60, 120) * t
        )
    return x + rng.standard_normal(len(t)) * 1e-3


def areas(out):
    """{tag: ROC-AUC} that was printed."""
    rows = [line.rsplit(None, 3) for line in out.splitlines()[1:-2]]
    return {row[0].strip(): float(row[2]) for row in rows}


def assert_only_chance(err, *tags):
    """There is no message but that tags, some of these if any are given, are no
    better than chance."""
    for line in err.splitlines():
        assert "is near chance" in line, err
        assert not tags or any(tag in line for tag in tags), err


def write_table(folder, text):
    table = os.path.join(folder, "bad.csv")
    with open(table, "wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode())
    return table


def learn_of(folder, rows, status=0, name="t"):
    """(Output, errors) of learning [(seconds, kind, tag)], and the network."""
    rng = np.random.default_rng(9)
    lines = []
    for i, (seconds, kind, tag) in enumerate(rows):
        write_wav(f"{folder}/{name}{i}.wav", sound(kind, rng, seconds), RATE)
        lines.append(f"{name}{i}.wav,{tag}\n")
    table = write_table(folder, "".join(lines))
    network = os.path.join(folder, name + ".earmark")
    return earmark("learn", table, "-o", network, status=status), network
