#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""`earmark learn` makes a scale of a column of ratings, with or without tags."""

import os
import re
import tempfile

import numpy as np

from learning import RATE, sound
from program import earmark, tag_json, write_wav

FILES = 40


def mixed(share, rng, seconds=4.0):
    """Tones, and as much noise as that"""
    tones, noise = sound(1, rng, seconds), sound(0, rng, seconds)
    return (1 - share) * tones + 2 * share * noise


def make_table(folder, columns):
    """Files of mixtures, and what these columns say of them"""
    rng = np.random.default_rng(11)
    lines = ["file," + ",".join(columns)]
    for i in range(FILES):
        share = rng.uniform()
        write_wav(os.path.join(folder, f"{i}.wav"), mixed(share, rng), RATE)
        said = {
            "roughness": f"{10 * share:.2f}",
            "tags": "noise" if share > 0.5 else "tones",
        }
        lines.append(f"{i}.wav," + ",".join(said[c] for c in columns))
    table = os.path.join(folder, "ratings.csv")
    with open(table, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return table


def scales_of_new(folder, network):
    """The scale on other sounds, from the least noise to the most"""
    rng, found = np.random.default_rng(12), []
    for share in np.linspace(0, 1, 6):
        path = os.path.join(folder, "new.wav")
        write_wav(path, mixed(share, rng), RATE)
        [line] = tag_json("--network", network, path)
        assert list(line["scales"]) == ["roughness"], line
        found.append(line["scales"]["roughness"])
    return np.array(found), line


def test_columns(folder, columns, tags):
    table = make_table(folder, columns)
    network = os.path.join(folder, "mine.earmark")
    out, _ = earmark("learn", table, "-o", network)
    [rank] = re.findall(r"scale roughness: rank correlation .* ([\d.-]+)$", out, re.M)
    found, line = scales_of_new(folder, network)
    print(columns, rank, found.round(2))
    assert float(rank) > 0.8
    assert found[-1] > 0.7 and found[0] < 0.3 and (np.diff(found) > -0.15).all()
    assert set(line["tags"]) == tags if tags else len(line["tags"]) == 3
    midi = os.path.join(folder, "m.mid")
    earmark("midi", "-N", network, "--map=roughness", "-o", midi, f"{folder}/new.wav")
    earmark("bundle", "-o", os.path.join(folder, "mine.lv2"), network)
    with open(os.path.join(folder, "mine.lv2", "stereo.ttl"), encoding="utf-8") as file:
        assert file.read().count('lv2:symbol "roughness"') == 1


with tempfile.TemporaryDirectory() as work:
    test_columns(work, ["tags", "roughness"], {"noise", "tones"})
    test_columns(work, ["roughness"], None)
    bad = make_table(work, ["roughness"])
    with open(bad, "a", encoding="utf-8") as lines:
        lines.write("0.wav,\n")
    _, err = earmark("learn", bad, "-o", os.path.join(work, "no.earmark"), status=2)
    assert f"line {FILES + 2}: there is no number" in err, err
