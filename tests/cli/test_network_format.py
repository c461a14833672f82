#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""doc/NETWORK-FORMAT.md is true: its example is a network, and its order of int8
weights, its ranges, its limits and its reserved symbols are those of the loader."""

import copy
import json
import os
import re
import struct
import subprocess
import tempfile

import numpy as np

from program import earmark, tag_json, write_wav

ROOT = os.environ.get("EARMARK_ROOT", os.getcwd())
RATE = 44100
LEVEL = {"target": -23, "seconds": 3, "gate": -65, "range": 25, "fall": 2}
LEVEL |= {"max_gain": 40, "min_gain": -30}

with open(os.path.join(ROOT, "doc", "NETWORK-FORMAT.md"), encoding="utf-8") as page:
    DOCUMENT = page.read()


def block(language):
    """The one block of the document in that language"""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", DOCUMENT, re.M | re.S)
    return found


def run_example():
    """({name: array}, {key: value} of the metadata) that it writes"""
    subprocess.run(["/usr/bin/python3", "-c", block("python")], check=True)
    with open("low-or-high.safetensors", "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    assert header == json.loads(block("json"))
    metadata = header.pop("__metadata__")
    plain = {key: metadata.pop(key) for key in ("earmark", "name")}
    tensors = {
        name: np.frombuffer(data, np.float32)
        .reshape(-1)[entry["data_offsets"][0] // 4 : entry["data_offsets"][1] // 4]
        .reshape(entry["shape"])
        for name, entry in header.items()
    }
    return tensors, {**plain, **{k: json.loads(v) for k, v in metadata.items()}}


def write(path, tensors, metadata):
    dtypes = {"float32": "F32", "float16": "F16", "int8": "I8"}
    texts = {
        key: value if key in ("earmark", "name") else json.dumps(value)
        for key, value in metadata.items()
    }
    header, end = {"__metadata__": texts}, 0
    for name, array in sorted(tensors.items(), key=lambda t: -t[1].itemsize):
        header[name] = {"dtype": dtypes[str(array.dtype)], "shape": array.shape}
        header[name]["data_offsets"] = [end, end := end + array.nbytes]
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for name in list(header)[1:]:
            file.write(tensors[name].tobytes())


SCALE = {"name": "up", "symbol": "up", "members": [[1, 1]], "knots": [-1, 1]}


def refusal(tensors, metadata):
    """What the loader says, in one line, to a network that is not valid"""
    write("bad.safetensors", tensors, metadata)
    out, err = earmark("info", "bad.safetensors", status=2)
    assert not out and err.count("\n") == 1 and "bad.safetensors: " in err, err
    return err


def check_tags(path):
    """It says what the document says that it does"""
    earmark("info", path)
    t = np.arange(4 * RATE) / RATE
    sounds = {f"{hz}.wav": 0.5 * np.sin(2 * np.pi * hz * t) for hz in (200, 6000)}
    sounds["silence.wav"] = 0 * t
    for name, samples in sounds.items():
        write_wav(name, samples, RATE)
    low, high, silence = (
        o["tags"] for o in tag_json("--network", path, "--memory=1", *sounds)
    )
    print(path, low, high, silence)
    assert low["low"] > 0.9 and low["high"] < 0.1, low
    assert high["high"] > 0.8 and high["low"] < 0.2, high
    assert silence == {"low": 0, "high": 0, "silence": 1}, silence


def pack(matrix):
    """int8 weights as the document's expression with NumPy makes them, which
    stand where its formula says"""
    n_out, rows = matrix.shape
    expression = re.search(r"^ +weight = (matrix\..*)$", DOCUMENT, re.M)[1]
    formula = re.search(r"^ +(\(+o // 16.*)$", DOCUMENT, re.M)[1]
    weight = eval(expression, {"matrix": matrix, "n_out": n_out, "rows": rows})
    weight = np.ascontiguousarray(weight, np.int8)
    for o in range(n_out):
        for i in range(rows):
            at = eval(formula, {"o": o, "i": i, "rows": rows})
            assert weight.reshape(-1)[at] == matrix[o, i], (o, i)
    return weight


def test_int8(tensors, metadata):
    """The example in int8: columns of 1/50, features of 1/5, sums of 1/5000"""
    pack(np.arange(48 * 24).reshape(48, 24) % 251 - 125)
    conv = 100 * tensors["branches.0.levels.0.weight"].T
    head = tensors["head.0.weight"].T * 30
    used = np.arange(16) < 2
    bias = tensors["head.0.bias"]
    quantised = {
        "branches.0.levels.0.weight": pack(conv),
        "branches.0.levels.0.scale": np.where(used, 0.1 / 100, 0),
        "branches.0.levels.0.bias": tensors["branches.0.levels.0.bias"],
        "head.0.weight": pack(head),
        "head.0.input_scale": np.where(used, 30, 0),
        "head.0.scale": np.where(np.arange(16) < 3, 1 / (5 * 30 * 30), 0),
        "head.0.bias": bias,
    }
    for name, array in quantised.items():
        if array.dtype != np.int8:
            quantised[name] = array.astype(np.float32)
    scheme = {"scheme": "int8", "input_scale": 50}
    metadata = {**metadata, "quantisation": scheme}
    write("int8.safetensors", quantised, metadata)
    check_tags("int8.safetensors")

    weight = quantised["head.0.weight"].copy()
    weight[0, 0, 0, 0] = -128
    assert "-128" in refusal({**quantised, "head.0.weight": weight}, metadata)
    for name in ("head.0.scale", "head.0.bias", "branches.0.levels.0.scale"):
        padded = quantised[name] + np.float32(1)
        assert "padding" in refusal({**quantised, name: padded}, metadata)


def test_float16(tensors, metadata):
    halves = {k: v.astype(np.float16) for k, v in tensors.items() if "weight" in k}
    write("half.safetensors", {**tensors, **halves}, metadata)
    check_tags("half.safetensors")
    write("more.safetensors", tensors, {**metadata, "not a key": {}})
    check_tags("more.safetensors")


def with_timbre(tensors, metadata):
    """The example with two filters of 5 bands x 3 frames beside its bands, of which
    the head heeds nothing"""
    branch, head = np.zeros((32, 16), np.float32), np.zeros((16, 16), np.float32)
    branch[:16] = tensors["branches.0.levels.0.weight"]
    head[2:4] = tensors["head.0.weight"][:2]  # The timbre's features come first
    added = {
        "branches.0.levels.0.weight": branch,
        "head.0.weight": head,
        "timbre.0.weight": np.zeros((16, 16), np.float32),
        "timbre.0.bias": np.array([1, 0.5] + 14 * [0], np.float32),
    }
    bank = {"bands": 5, "frames": 3, "stride": 2, "filters": 2}
    timbre = {"window": 9, "banks": [bank]}
    return {**tensors, **added}, {**metadata, "earmark": "2", "timbre": timbre}


def test_timbre(plain_tensors, plain_metadata):
    tensors, metadata = with_timbre(plain_tensors, plain_metadata)
    write("timbre.safetensors", tensors, metadata)
    check_tags("timbre.safetensors")
    out, _ = earmark("info", "timbre.safetensors")
    assert "format      safetensors, Earmark version 2" in out, out
    assert "2 filters of 5 bands x 3 frames, stride 2: maximum over 6" in out, out

    message = refusal(tensors, {**metadata, "earmark": "1"})
    assert "timbre is not of format version 1 but of 2" in message, message
    weight = tensors["timbre.0.weight"].copy()
    weight[15, 0] = 1  # 5 bands of 3 frames are rows 0 to 14
    message = refusal({**tensors, "timbre.0.weight": weight}, metadata)
    assert "timbre.0.weight: padding must be 0" in message, message
    write("second.safetensors", plain_tensors, {**plain_metadata, "earmark": "2"})
    check_tags("second.safetensors")


def put(metadata, path, value):
    """A copy with another value at `path`, such as branches[].levels[].pool"""
    changed = copy.deepcopy(metadata)
    *parents, last = path.replace("[]", ".0").split(".")
    place = changed
    for key in parents:
        place = place[int(key) if isinstance(place, list) else key]
    place[last] = value
    return changed


def of_version_2(metadata):
    return {**metadata, "earmark": "2"}


def test_ranges(tensors, metadata):
    """The message on a value of the wrong type has the range that the tables have"""
    rows = re.findall(
        r"^\| `([\w.\[\]]+\.\w+)` \| [^|]+ \| (-?[\d.e-]+)\.\.([\d.e-]+) \|",
        DOCUMENT.replace("−", "-"),
        re.M,
    )
    assert len(rows) > 23, rows
    for path, low, high in rows:
        base = metadata
        if path.startswith("timbre."):
            base = with_timbre(tensors, metadata)[1]
        if path == "quantisation.input_scale":
            base = put(metadata, "quantisation", {"scheme": "int8"})
        if path.startswith("front_end.level."):
            base = put(of_version_2(metadata), "front_end.level", LEVEL)
        if path.startswith("views[].scales[]"):
            base = put(metadata, "views[].scales", [dict(SCALE)])
        message = refusal(tensors, put(base, path, "no number"))
        key = path.split(".")[-1]
        assert f"{key} is not a" in message, (path, message)
        limits = re.search(r"(-?[\d.e-]+?)\.\.([\d.e+-]+)", message)
        assert [float(x) for x in limits.groups()] == [float(low), float(high)], message
    lists = dict(re.findall(r"^\| `(\w+)` \| list of 1\.\.(\d+) \|", DOCUMENT, re.M))
    assert sorted(lists) == ["branches", "views"]
    for key, most in lists.items():
        assert f"1..{most}" in refusal(tensors, put(metadata, key, []))


def test_keys(tensors, metadata):
    """Each key of the first table is needed, unless it is optional"""
    table = DOCUMENT.split("## Metadata")[1].split("###")[0]
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", table, re.M)
    added = ["timbre", "level_outputs"]
    assert sorted(key for key, _ in rows) == sorted([*metadata, *added])
    for key, kind in rows:
        rest = {k: v for k, v in metadata.items() if k != key}
        if "optional" in kind:
            write("less.safetensors", tensors, rest)
            earmark("info", "less.safetensors")
        else:
            assert f"metadata {key}" in refusal(tensors, rest).replace('"', "")


def test_level(tensors, metadata):
    """A level is for files of version 2 alone; without it all is as before"""
    later = of_version_2(metadata)
    write("two.safetensors", tensors, later)
    check_tags("two.safetensors")
    levelled = put(later, "front_end.level", LEVEL)
    levelled["level_outputs"] = [[0, 0.05], [1, -0.05]]
    write("level.safetensors", tensors, levelled)
    described, _ = earmark("info", "level.safetensors")
    assert "Earmark version 2" in described, described
    assert "-23 LUFS" in described and "pitch:low: +0.05 a dB" in described, described
    older = {**levelled, "earmark": metadata["earmark"]}
    assert "level is not of format version 1 but of 2" in refusal(tensors, older)
    for bad in ([[3, 1]], [[0, 1], [0, 1]], [[0]], [], [[0, 11]], [[0.5, 1]]):
        wrong = {**levelled, "level_outputs": bad}
        assert "level_outputs" in refusal(tensors, wrong), bad


def test_symbols(tensors, metadata):
    """What the document calls reserved is refused, and what else looks odd"""
    section = DOCUMENT.split("## Symbols of tags")[1].split("\n## ")[0]
    words = " ".join(re.findall(r"^    (.*)$", section, re.M)).split()
    assert len(words) == 20 + 11, words
    for word in words + [w.replace("1", "12") for w in words if "1" in w]:
        message = refusal(tensors, put(metadata, "views[].tags[].symbol", word))
        assert "another port" in message, (word, message)
    for word in ("Low", "2nd", "a b", "a-b", "", "a" * 65):
        message = refusal(tensors, put(metadata, "views[].tags[].symbol", word))
        assert "symbol" in message, (word, message)
    fine = put(metadata, "views[].tags[].symbol", "a" * 64)
    write("long.safetensors", tensors, fine)
    earmark("info", "long.safetensors")


with tempfile.TemporaryDirectory() as work:
    os.chdir(work)
    example = run_example()
    check_tags("low-or-high.safetensors")
    test_float16(*example)
    test_int8(*example)
    test_timbre(*example)
    test_ranges(*example)
    test_keys(*example)
    test_level(*example)
    test_symbols(*example)
