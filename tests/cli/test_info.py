#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""`earmark info`: what it says of the bundle's network agrees with the file."""

import json
import os
import struct
import tempfile

from program import earmark

NETWORK = os.path.join(
    os.environ["EARMARK_BUILD"], "earmark.lv2", "network.safetensors"
)


def read_header(path):
    with open(path, "rb") as file:
        return json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))


def expected_cost(metadata):
    """Multiply-accumulates per second of audio."""
    front_end = json.loads(metadata["front_end"])
    frames = front_end["rate"] / front_end["hop"]
    cost, features = 0, 0
    banks = json.loads(metadata.get("timbre", '{"banks": []}'))["banks"]
    for bank in banks:
        positions = (front_end["bands"] - bank["bands"]) // bank["stride"] + 1
        size = bank["bands"] * bank["frames"] * bank["filters"]
        cost += frames * positions * size
        features += bank["filters"]
    channels = front_end["bands"] + features
    for branch in json.loads(metadata["branches"]):
        inputs, rate = channels, frames
        for level in branch["levels"]:
            cost += rate * level["length"] * inputs * level["filters"]
            rate, inputs = rate / level["pool"], level["filters"]
            features += inputs
    for layer in json.loads(metadata["head"])["layers"]:
        cost += (
            frames
            / json.loads(metadata["update"])["frames"]
            * features
            * layer["outputs"]
        )
        features = layer["outputs"]
    return cost


def test_network():
    out, err = earmark("info", NETWORK)
    assert not err
    assert out == earmark("info")[0], "it is the default"
    lines = out.splitlines()
    metadata = read_header(NETWORK)["__metadata__"]
    assert any(l.split(None, 1) == ["name", metadata["name"]] for l in lines)
    assert any(
        l.startswith("size ") and l.split()[1] == str(os.path.getsize(NETWORK))
        for l in lines
    )
    assert any(
        l.startswith("cost ")
        and abs(float(l.split()[1]) - expected_cost(metadata) / 1e6) < 0.06
        for l in lines
    )
    for branch in json.loads(metadata["branches"]):
        assert any(
            l.startswith("branch ") and f" {branch['frames']} frames" in l
            for l in lines
        )
    for view in json.loads(metadata["views"]):
        assert any(
            l.startswith("view ")
            and f" {view['name']}: " in l
            and l.endswith(f" {len(view['tags'])} tags")
            for l in lines
        )
    for key, value in json.loads(metadata["provenance"]).items():
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        assert f"  {json.dumps(key)}: " in out and (
            not isinstance(value, str) or text in out
        ), key


def test_errors():
    with tempfile.TemporaryDirectory() as folder:
        half = os.path.join(folder, "half.safetensors")
        with open(NETWORK, "rb") as file, open(half, "wb") as out:
            out.write(file.read(os.path.getsize(NETWORK) // 2))
        for path, problem in (
            (half, "truncated"),
            (folder, "is a directory"),
            (half + "x", "No such file"),
        ):
            out, err = earmark("info", path, status=2)
            assert (
                not out
                and problem in err
                and err.count("\n") == 1
                and os.path.basename(path) in err
            ), err
    for arguments in ("a", "b"), ("--nonsense",):
        out, err = earmark("info", *arguments, status=2)
        assert not out and "Try 'earmark info --help'." in err
    assert "Usage: earmark info" in earmark("info", "--help")[0]


test_network()
test_errors()
