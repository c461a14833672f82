#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""`earmark midi`: the file is a Standard MIDI File, and its curves are those of
the tags, computed by a second hand."""

import json
import math
import os
import struct
import tempfile

import numpy as np
from program import earmark, ffmpeg, music, tag_json, write_wav

RATE = 44100
STEPS = 50  # A second
SMOOTHING = 0.5


def read_midi(path):
    """(seconds of the end, [(seconds, message)]) of a file of one track."""
    with open(path, "rb") as file:
        data = file.read()
    assert data[:14] == b"MThd" + struct.pack(">IHHH", 6, 0, 1, 960)
    assert (
        data[14:18] == b"MTrk" and struct.unpack(">I", data[18:22])[0] == len(data) - 22
    )
    at, tick, quarter, found = 22, 0, 0.5, []
    while True:
        delta = 0
        while True:
            byte = data[at]
            delta, at = delta << 7 | byte & 127, at + 1
            if byte < 128:
                break
        tick += delta
        if data[at] == 0xFF:
            kind, n = data[at + 1], data[at + 2]
            body = data[at + 3 : at + 3 + n]
            at += 3 + n
            if kind == 0x51:
                quarter = int.from_bytes(body, "big") / 1e6
            if kind == 0x2F:
                assert at == len(data)
                return tick / 960 * quarter, [(t / 960 * quarter, m) for t, m in found]
        else:
            found.append((tick, tuple(data[at : at + 3])))
            at += 3


def smoothed(path, tag):
    """The tag at each step: smoothing does not make it late."""
    lines = tag_json("--over-time", path)
    seconds = tag_json(path)[0]["seconds"]
    times = np.array([line["time"] for line in lines])
    tags = np.array([line["tags"][tag] for line in lines])
    share = 1 - math.exp(-1 / (STEPS * SMOOTHING))
    values = [tags[0]]
    while len(values) / STEPS < seconds:
        ahead = times <= len(values) / STEPS + SMOOTHING
        values.append(values[-1] + share * (tags[ahead][-1] - values[-1]))
    return seconds, np.array(values)


def test_controller(folder, path, bpm):
    target = os.path.join(folder, "cc.mid")
    earmark(
        "midi",
        "--map=no voice,cc=7,channel=3,low=20,high=120,from=0.1,to=0.9",
        "-b",
        str(bpm),
        "-o",
        target,
        path,
    )
    end, found = read_midi(target)
    seconds, values = smoothed(path, "no voice")
    assert abs(end - seconds) < 0.002
    wanted = 20 + 100 * np.clip((values - 0.1) / 0.8, 0, 1)
    assert all(message[:2] == (0xB2, 7) for _, message in found)
    sent = [message[2] for _, message in found]
    assert len(sent) > 10 and all(a != b for a, b in zip(sent, sent[1:]))
    now = np.full(len(values), np.nan)
    for time, message in found:
        now[round(time * STEPS) :] = message[2]
    assert np.abs(now - wanted).max() < 0.6, np.abs(now - wanted).max()


def test_notes(folder, path):
    target = os.path.join(folder, "notes.mid")
    earmark(
        "midi",
        "--map=music,note=60,channel=16,high=99,from=0.4,to=0.5",
        "--map=speech,switch=80",
        "-o",
        target,
        path,
    )
    end, found = read_midi(target)
    notes = [(time, message) for time, message in found if message[0] & 0xF0 != 0xB0]
    kinds = [message[0] for _, message in notes]
    assert kinds and kinds == [0x9F, 0x8F] * (len(kinds) // 2)
    assert notes[0][1] == (0x9F, 60, 99) and notes[-1][0] <= end + 1e-6
    switches = [message for _, message in found if message[0] == 0xB0]
    assert switches[0] == (0xB0, 80, 0) and {m[2] for m in switches} <= {0, 127}


def instruments():
    """The instruments of the default view, in its order"""
    bundle = os.path.join(os.environ["EARMARK_BUILD"], "earmark.lv2")
    with open(os.path.join(bundle, "network.safetensors"), "rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        metadata = json.loads(file.read(size))["__metadata__"]
    tags = json.loads(metadata["views"])[0]["tags"]
    return [tag["name"] for tag in tags if tag["group"] == "instrument"]


def test_sources(folder, path):
    """A scale moves a controller as a tag does; a group says which of its tags leads,
    as a controller's value or as a note for each."""
    target, names = os.path.join(folder, "sources.mid"), instruments()
    earmark(
        "midi",
        "--map=energy,cc=1,smoothing=0",
        "--map=instrument,cc=2",
        "--map=strongest_instrument,cc=3,low=10",
        "--map=strongest instrument,note=60",
        "-o",
        target,
        path,
    )
    lines = tag_json("--over-time", path)
    _, found = read_midi(target)
    said = [(time, m) for time, m in found if m[:2] == (0xB0, 2)]
    leaders = [line["groups"]["instrument"] for line in lines]
    wanted = [names.index(each[0]) + 1 if each else 0 for each in leaders]
    times = np.array([line["time"] for line in lines])
    now = [wanted[np.searchsorted(times, t + 1e-6, "right") - 1] for t, _ in said]
    assert [m[2] for _, m in said] == now and len(set(now)) > 1, (said, now)
    notes = [(t, m) for t, m in found if m[0] in (0x80, 0x90)]
    begun = [m[1] - 59 for _, m in notes if m[0] == 0x90]
    assert begun == [n for n in now if n], (begun, now)
    kinds = [m[0] for _, m in notes]
    assert kinds == [0x90, 0x80] * (len(kinds) // 2)
    assert all(a[1] == b[1] for (_, a), (_, b) in zip(notes[::2], notes[1::2]))
    first = [m[2] for _, m in found if m[:2] == (0xB0, 1)][0]
    assert abs(first - 127 * lines[0]["scales"]["energy"]) <= 0.5
    assert all(m[2] >= 10 for _, m in found if m[:2] == (0xB0, 3))


def test_errors(folder, path):
    target = os.path.join(folder, "no.mid")
    for rule in (
        "no such tag",
        "music,cc=128",
        "music,channel=0",
        "music,color=1",
        "music,from=0.5,to=0.5",
        "music,cc",
    ):
        earmark("midi", "--map=" + rule, "-o", target, path, status=2)
    earmark("midi", "--map=music", path, status=2)
    earmark("midi", "-o", target, path, status=2)
    earmark("midi", "--map=music", "-b", "0", "-o", target, path, status=2)
    assert not os.path.exists(target)
    earmark(
        "midi",
        "--map=music",
        "-o",
        os.path.join(folder, "no", "where.mid"),
        path,
        status=1,
    )


def test_silence(folder):
    """Where the sound ends and begins, notes do, however smooth they are; no value
    is sent twice."""
    target, path = os.path.join(folder, "rest.mid"), os.path.join(folder, "rest.wav")
    rest = np.zeros(3 * RATE)
    write_wav(path, np.concatenate([music(5, RATE), rest, music(4, RATE)]), RATE)
    for smoothing in ("0", "0.5", "5"):
        rule = f"--map=music,note=60,from=0.1,to=0.2,smoothing={smoothing}"
        level = f"--map=silence,switch=7,smoothing={smoothing}"
        earmark("midi", rule, level, "-o", target, path)
        end, found = read_midi(target)
        notes = [time for time, message in found if message[0] & 0xE0 == 0x80]
        assert np.abs(np.array(notes) - [0, 5, 8, 12]).max() < 0.1, notes
        switch = [(t, m[2]) for t, m in found if m[0] == 0xB0]
        assert [v for _, v in switch] == [0, 127, 0], switch
        assert np.abs(np.array([t for t, _ in switch]) - [0, 5, 8]).max() < 0.1


def test_late(folder, path):
    """A track that begins later than the picture: no note before it."""
    video, target = os.path.join(folder, "late.mkv"), os.path.join(folder, "late.mid")
    picture = ["-f", "lavfi", "-i", "color=s=64x64:d=30"]
    sound = ["-itsoffset", "5", "-i", path, "-map", "0", "-map", "1"]
    ffmpeg(*picture, *sound, "-c:v", "mpeg4", "-c:a", "flac", video)
    for smoothing in ("0", "3"):
        rule = f"--map=music,note=60,from=0.1,to=0.2,smoothing={smoothing}"
        earmark("midi", rule, "-o", target, video)
        _, found = read_midi(target)
        assert abs(found[0][0] - 5) < 0.1 and found[0][1][0] == 0x90, found


def test_tempos(folder, path):
    """Times are the same at every tempo."""
    target, lists = os.path.join(folder, "tempo.mid"), []
    for bpm in (10, 174, 1000):
        earmark("midi", "--map=energetic", "-b", str(bpm), "-o", target, path)
        lists.append(read_midi(target)[1])
    for found in lists:
        assert [m for _, m in found] == [m for _, m in lists[0]]
        assert max(abs(a[0] - b[0]) for a, b in zip(found, lists[0])) < 0.005
        assert all(a[0] < b[0] for a, b in zip(found, found[1:]))


def main():
    rng = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "song.wav")
        write_wav(
            path,
            np.concatenate(
                [music(8, RATE), rng.normal(0, 0.2, 6 * RATE), music(6, RATE)]
            ),
            RATE,
        )
        test_controller(folder, path, 120)
        test_controller(folder, path, 97.5)
        test_notes(folder, path)
        test_sources(folder, path)
        test_silence(folder)
        test_late(folder, path)
        test_tempos(folder, path)
        test_errors(folder, path)


main()
