#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""`earmark learn` and `earmark bundle`: from sounds and labels to a plugin."""

import ctypes
import json
import os
import struct
import subprocess
import tempfile

import numpy as np

from learning import RATE, areas, assert_only_chance, sound, write_table
from program import earmark, tag_json, write_wav

BUILD = os.environ["EARMARK_BUILD"]
KINDS = ["noise", "Tones; high", "beat & bass"]


def make_set(folder, n):
    """n files of each kind, with a table of their labels."""
    rng = np.random.default_rng(5)
    lines = ["\ufefffile,group,tags,more"]
    for i in range(3 * n):
        name = f"{i}, a.wav"
        write_wav(os.path.join(folder, name), sound(i % 3, rng), RATE)
        tags = KINDS[i % 3].replace("; ", ";")  # "Tones" and "high" are two tags
        lines.append(
            f'"{name}",g{i % (2 * n)},"{tags}",{"loud | clear" if i % 2 else ""}\r'
        )
    table = os.path.join(folder, "labels.csv")
    with open(table, "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(lines) + "\n\n")
    return table


def test_learn(folder):
    table = make_set(folder, 8)
    network = os.path.join(folder, "mine.earmark")
    out, err = earmark("learn", table, "-o", network, "--name", "My sounds")
    assert_only_chance(err, '"loud"', '"clear"')  # These mean nothing
    found = areas(out)
    assert set(found) == {
        "noise",
        "loud",
        "clear",
        "Tones",
        "high",
        "beat & bass",
    }, found
    for tag in "noise", "Tones", "high", "beat & bass":
        assert found[tag] > 0.97, (tag, found)
    assert "My sounds" in earmark("info", network)[0]

    # On other sounds of those kinds
    rng = np.random.default_rng(77)
    for kind, tag in enumerate(["noise", "Tones", "beat & bass"]):
        path = os.path.join(folder, "new.wav")
        write_wav(path, sound(kind, rng), RATE)
        tags = tag_json("--network", network, path)[0]["tags"]
        kinds = {t: tags[t] for t in ("noise", "Tones", "beat & bass")}
        assert max(kinds, key=kinds.get) == tag and kinds[tag] > 0.6, kinds
    return network


def header(path):
    with open(path, "rb") as file:
        return json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))[
            "__metadata__"
        ]


def test_file(network):
    """The branches are the base's; symbols and calibration are in order."""
    base = header(os.path.join(BUILD, "earmark.lv2", "network.safetensors"))
    mine = header(network)
    for key in "branches", "front_end", "update":
        assert json.loads(mine[key]) == json.loads(base[key]), key
    tags = json.loads(mine["views"])[0]["tags"]
    symbols = [tag["symbol"] for tag in tags]
    assert set(symbols) == {
        "noise",
        "loud",
        "clear",
        "tones",
        "high",
        "beat_bass",
    }, symbols
    assert all(0 < tag["threshold"] < 1 and tag["calibration"][0] > 0 for tag in tags)
    assert json.loads(mine["provenance"])["files"] == 24


def validate(bundle):
    files = [
        os.path.join(bundle, name)
        for name in os.listdir(bundle)
        if name.endswith(".ttl")
    ]
    done = subprocess.run(
        ["lv2_validate", *files], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert done.returncode == 0, done.stdout


def ports(uri, folder):
    """What lilv finds, and what the plugin does in a host: lv2info, lv2apply."""
    environment = dict(os.environ, LV2_PATH=folder + ":/usr/lib/lv2")
    info = subprocess.run(
        ["lv2info", uri], env=environment, stdout=subprocess.PIPE, check=True
    )
    if os.environ.get("EARMARK_NO_HOST"):
        return info.stdout.decode()
    source, target = folder + "-in.wav", folder + "-out.wav"
    subprocess.run(
        [
            "sox",
            "-R",
            "-n",
            "-r",
            "48000",
            "-c",
            "2",
            source,
            "synth",
            "2",
            "pinknoise",
            "gain",
            "-6",
        ],
        check=True,
    )
    done = subprocess.run(
        ["lv2apply", "-i", source, "-o", target, uri],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert done.returncode == 0, done.stdout
    return info.stdout.decode()


def check_window(bundle, uri):
    """The window's library knows its URI, which the Turtle has, too."""
    if os.environ.get("EARMARK_NO_HOST"):
        return  # Sanitised, so Python cannot load it
    if not os.path.exists(BUILD + "/earmark.lv2/earmark_ui.so"):
        return  # Built without one
    descriptor = ctypes.CDLL(bundle + "/earmark_ui.so").lv2ui_descriptor
    descriptor.restype = ctypes.POINTER(ctypes.c_char_p)
    assert descriptor(0)[0].decode() == uri
    with open(bundle + "/manifest.ttl", encoding="utf-8") as file:
        assert f"<{uri}>\n\ta ui:X11UI" in file.read()


def test_bundle(folder, network):
    place = os.path.join(folder, "lv2")
    os.mkdir(place)
    bundle = os.path.join(place, "mine.lv2")
    out, err = earmark("bundle", network, "-o", bundle)
    assert "urn:earmark:mine:stereo" in out and not err
    validate(bundle)
    info = ports("urn:earmark:mine:stereo", place)
    assert "My sounds" in info and "beat_bass" in info and "beat & bass" in info
    check_window(bundle, "urn:earmark:mine:ui")

    # Again, with another URI; our own library still has its own plugins
    out, _ = earmark("bundle", network, "-o", bundle, "--uri", "https://example.org/a/")
    assert "Tones" in ports("https://example.org/a/stereo", place)
    home = dict(os.environ, HOME=folder)
    out, _ = earmark("bundle", "--install", network, env=home)
    assert os.path.exists(os.path.join(folder, ".lv2", "mine.lv2", "manifest.ttl"))


def test_refusals(folder, network):
    for arguments in (
        (),
        (network, network),
        ("-o", "x", "-i", network),
        ("--uri", "no uri", network),
        ("--uri", "urn:earmark:", network),
        ("--uri", "urn:a#b", network),
        ("--nonsense",),
    ):
        out, err = earmark("bundle", *arguments, status=2)
        assert not out and err
    out, err = earmark("bundle", network, "-o", folder, status=1)
    assert not out and "is no bundle" in err
    assert not os.path.exists(os.path.join(folder, "manifest.ttl"))
    out, err = earmark("bundle", "/etc/passwd", "-o", folder + "/x", status=2)
    assert not out and not os.path.exists(folder + "/x")
    assert err.startswith("earmark: /etc/passwd: ") and err.count("passwd") == 1, err

    for arguments in (), ("a.csv",), ("a", "b", "-o", "c"), ("--nonsense",):
        out, err = earmark("learn", *arguments, status=2)
        assert not out and "Try 'earmark learn --help'." in err
    assert "Usage: earmark learn" in earmark("learn", "--help")[0]


def test_bad_tables(folder):
    """What is wrong with a table is printed before any audio is analysed: here,
    there is none."""
    target = os.path.join(folder, "bad.earmark")
    for text, problem in (
        ("", "there are no tags"),
        ("file,tags\n", "there are no tags"),
        ("a.wav,\nb.wav, ; |\n", "there are no tags"),
        ('"a,b', "line 1: a quote is not closed"),
        ("a.wav,x\n,y\n", "line 2 names no file"),
        ("a.wav,x\0y\n", "is no text"),
        ("a.wav,x\nb.wav," + "x" * 129 + "\n", "line 2: a tag must be"),
        ("a.wav,a\x01b\n", "line 1: a tag must be"),
        ('a.wav,"a\nb"\n', "line 1: a tag must be"),
        ("a.wav,a\u0085b\n", "line 1: a tag must be"),
        (b"a.wav,x\nb.wav,\xff\n", "line 2: a tag must be"),
        ("a.wav," + ";".join(map(str, range(513))) + "\n", "more than 512 tags"),
    ):
        table = write_table(folder, text)
        out, err = earmark("learn", table, "-o", target, status=2)
        assert problem in err and err.count("\n") == 1, (text, err)
        assert not out and not os.path.exists(target), text
    _, err = earmark("learn", folder + "/none.csv", "-o", target, status=2)
    assert "No such file" in err

    # Nor does it begin where it could not write
    table = write_table(folder, "none.wav,x\n")
    for place in (folder + "/no/where", folder, "/proc/mine"):
        out, err = earmark("learn", table, "-o", place, status=1)
        assert "none.wav" not in err and err.count("\n") == 1, err
    assert not [name for name in os.listdir(folder) if name.endswith(".new")]


def test_left_out(folder):
    """What cannot be learnt from is left out, with a message."""
    wav, target = "0, a.wav", os.path.join(folder, "bad.earmark")
    for text, problem in (
        ("none.wav,x\n", "No such file"),
        (f'"{wav}",lonely\n"1, a.wav",\n"2, a.wav",\n', '"lonely" left out: 1 of 3'),
    ):
        table = write_table(folder, text)
        out, err = earmark("learn", table, "-o", target, status=1)
        assert problem in err and "no tag is left" in err, (text, err)
        assert not os.path.exists(target), text
    # One bad file does not spoil the rest, and has a message
    with open(os.path.join(folder, "labels.csv"), encoding="utf-8") as file:
        text = file.read()
    table = write_table(folder, text + "missing.wav,,noise\n")
    out, err = earmark("learn", table, "-o", target, status=1)
    assert (
        "missing.wav" in err and os.path.exists(target) and areas(out)["noise"] > 0.97
    )


# Names that make the symbols of other ports of plugins, and of the kinds alone
PORT_NAMES = (
    ["map%d %s" % (n, f) for n in (1, 4) for f in ("tag", "kind", "smoothing")]
    + ["map2 channel", "map3 number", "cv1", "CV4", "hidden groups", "Pinned Groups"]
    + ["in", "in left", "in right", "out", "out left", "out right", "control"]
    + ["notify", "enabled", "freewheeling", "memory", "smoothing", "threshold"]
    + ["hysteresis", "top tag", "top probability", "load", "dropped"]
    + ["Hidden-Groups", "map1_tag", "12", "漢字", "?", "x" * 128, "x" * 127 + "y"]
)


def test_port_names(folder):
    """Whatever tags are called, the network that learnt them makes plugins."""
    lines = []
    for i in range(6):
        tags = PORT_NAMES[i % 2 :: 2]
        lines.append(f'"{i}, a.wav",{" ; ".join(tags)}\n')
    table = write_table(folder, "".join(lines))
    network = os.path.join(folder, "ports.earmark")
    out, err = earmark("learn", table, "-o", network)
    assert_only_chance(err)
    tags = json.loads(header(network)["views"])[0]["tags"]
    assert sorted(tag["name"] for tag in tags) == sorted(PORT_NAMES)
    symbols = [tag["symbol"] for tag in tags]
    assert len(set(symbols)) == len(PORT_NAMES)
    place = os.path.join(folder, "ports-lv2")
    os.mkdir(place)
    bundle = os.path.join(place, "ports.lv2")
    earmark("bundle", network, "-o", bundle)
    validate(bundle)
    info = ports("urn:earmark:ports:stereo", place)
    for tag in tags:
        assert tag["symbol"] in info, tag


with tempfile.TemporaryDirectory() as temporary:
    learnt = test_learn(temporary)
    test_file(learnt)
    test_bundle(temporary, learnt)
    test_refusals(temporary, learnt)
    test_bad_tables(temporary)
    test_left_out(temporary)
    test_port_names(temporary)
