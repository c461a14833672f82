#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Odd files: rates that the engine does not take, several tracks, sound that begins
late, gaps, and what no audio is.  `earmark` knows when in the file it is."""

import os
import re
import struct
import subprocess
import tempfile

import numpy as np

from decoding import RATE, SECONDS, seconds_by_ffmpeg, tag
from program import EARMARK, earmark, ffmpeg, music, tag_json, write_wav


def test_rates(folder, source):
    """Those that the engine does not take."""
    path = os.path.join(folder, "rate.wav")
    [wanted] = tag_json(source)
    for rate in (2000, 4000, 7999, 384001, 705600, 768000, 2822400):
        ffmpeg("-i", source, "-ar", str(rate), path)
        seconds, message = tag(path)
        assert not message and abs(seconds - SECONDS) < 0.01, (rate, seconds)
        if rate > 8000:
            [got] = tag_json(path)
            worst = max(abs(got["tags"][t] - p) for t, p in wanted["tags"].items())
            assert worst < 0.03, (rate, worst)
    path = os.path.join(folder, "dsd.dsf")
    for times in (64, 128, 256):
        write_dsf(path, 44100 * times)
        seconds, message = tag(path)
        assert not message and abs(seconds - seconds_by_ffmpeg(path)) < 0.01, times


def write_dsf(path, rate):
    """Two seconds of silence as 1-bit audio."""
    size = 2 * rate // 8 // 4096 * 4096
    form = struct.pack("<QIIIIIIQII", 52, 1, 0, 1, 1, rate, 1, 8 * size, 4096, 0)
    data = b"data" + struct.pack("<Q", 12 + size) + b"\x69" * size
    total = 28 + 52 + len(data)
    with open(path, "wb") as out:
        out.write(b"DSD " + struct.pack("<QQQ", 28, total, 0) + b"fmt " + form + data)


def test_tracks(folder, source):
    """Of several, --stream chooses."""
    path = os.path.join(folder, "tracks.mka")
    silence = ["-f", "lavfi", "-i", "anullsrc=r=44100:d=4"]
    maps = ["-map", "0", "-map", "1", "-c:a", "flac"]
    ffmpeg(*silence, "-i", source, *maps, path)
    assert abs(tag(path, "--stream=1")[0] - 4) < 0.01
    assert abs(tag(path, "-S2")[0] - SECONDS) < 0.01
    seconds, message = tag(path, "-S", "3")
    assert not seconds and message == "there is no audio track 3 in it: it has 2"
    for command in (["labels"], ["frames"], ["midi", "-amusic", "-ox"]):
        _, error = earmark(*command, "-S3", path, status=1, cwd=folder)
        assert "no audio track 3" in error, command
    first, _ = earmark("labels", "-S1", path)
    second, _ = earmark("labels", "-S2", path)
    assert first != second and "silence" in first


def make_video(path, source, *before, length=20):
    """With a picture of so many seconds; options are those of the sound."""
    codecs = {
        "webm": ["libvpx", "libopus"],
        "wmv": ["msmpeg4", "wmav2"],
        "avi": ["mpeg4", "mp3"],
    }
    video, audio = codecs.get(path.rsplit(".", 1)[1], ["mpeg4", "aac"])
    picture = ["-f", "lavfi", "-i", f"color=s=64x64:r=5:d={length}"]
    codecs = ["-map", "0", "-map", "1", "-c:v", video, "-c:a", audio]
    ffmpeg(*picture, *before, "-i", source, *codecs, path)


def test_video(folder, source):
    """A track may be shorter than the picture, and begin later; labels, curves and
    updates are then at their time in the file."""
    for suffix in ("mkv", "mp4", "mov", "avi", "wmv", "webm", "ts"):
        path = os.path.join(folder, "video." + suffix)
        for late in (0, 7):
            make_video(path, source, "-itsoffset", str(late))
            seconds, message = tag(path)
            assert not message and abs(seconds - SECONDS) < 0.15, (suffix, message)
            if suffix == "avi":
                continue  # libavformat does not see its delay
            out, _ = earmark("labels", "-t0.01", path)
            begins = [float(line.split()[0]) for line in out.splitlines()]
            ends = [float(line.split()[1]) for line in out.splitlines()]
            assert abs(min(begins) - late) < 0.1, (suffix, late, min(begins))
            assert abs(max(ends) - late - SECONDS) < 0.15, (suffix, late, max(ends))
            times = [line["time"] for line in tag_json("--over-time", path)]
            assert abs(times[0] - late) < 0.1 and times[-1] < late + SECONDS + 0.1


def test_gap(folder, source):
    """A recording with packets missing from 2 s to 4 s."""
    path = os.path.join(folder, "gap.mka")
    gap = "noise=drop=between(n*1024/48000\\,2\\,4)"
    ffmpeg("-i", source, "-c:a", "aac", "-bsf:a", gap, path)
    seconds, message = tag(path)
    assert not message and abs(seconds - SECONDS + 2) < 0.1
    times = np.array([line["time"] for line in tag_json("--over-time", path)])
    assert not np.any((times > 2.1) & (times < 4)) and abs(times[-1] - SECONDS) < 0.3
    out, _ = earmark("labels", "-t0.001", "-y0", "-m0.5", path)
    regions = [[float(x) for x in line.split("\t")[:2]] for line in out.splitlines()]
    assert regions and all(b < 2.1 or a > 3.9 for a, b in regions), regions
    target = os.path.join(folder, "gap.mid")
    earmark("midi", "-amusic", "-o", target, path)
    assert abs(midi_quarters(target) / 2 - SECONDS) < 0.1


def midi_quarters(path):
    """Length of the track, which has neither running status nor long events."""
    with open(path, "rb") as file:
        data = file.read()
    division, at, tick = struct.unpack(">H", data[12:14])[0], 22, 0
    while at < len(data):
        delta = 0
        while True:
            delta, at = delta << 7 | data[at] & 127, at + 1
            if data[at - 1] < 128:
                break
        tick += delta
        at += 3 + data[at + 2] if data[at] == 0xFF else 3
    return tick / division


def test_messages(folder, source):
    """Words, not numbers."""
    for name, codec in {"late.m4a": "alac", "late.mov": "pcm_s16le"}.items():
        path = os.path.join(folder, name)
        ffmpeg("-i", source, "-c:a", codec, path)
        with open(path, "rb") as file:
            data = file.read()
        done = subprocess.run([EARMARK, "tag", "-"], input=data, capture_output=True)
        assert done.returncode == 1 and b"its index comes last" in done.stderr, name
    for name in ("album.cue", "ALBUM.CUE"):
        path = os.path.join(folder, name)
        with open(path, "w") as out:
            out.write('FILE "music.wav" WAVE\n')
        assert tag(path)[1] == "it is a CUE sheet that names no audio tracks"
        _, error = earmark("labels", path, status=1)
        assert "CUE sheets are not read" in error
    for content in (b"", b"x", bytes(3000), os.urandom(5000)):
        path = os.path.join(folder, "nonsense")
        with open(path, "wb") as out:
            out.write(content)
        message = tag(path)[1]
        assert message and not re.search("[0-9]{4}|Invalid", message), message


def test_control_characters():
    for name, shown in {
        "a\u009b31mb": "a?31mb",
        "a\u0080\u009fb\u00a0": "a??b\u00a0",
        "\u00db\u0131\u20ac\U0001f3b5": "\u00db\u0131\u20ac\U0001f3b5",
    }.items():
        _, error = earmark("tag", name, status=1)
        assert f": {shown}: " in error, (name, error)
    _, error = earmark("tag", b"a\x9b31m\xe9", status=1)
    assert ": a?31m\ufffd: " in error, error


def main():
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "music.wav")
        write_wav(source, music(SECONDS, RATE), RATE)
        for test in (test_rates, test_tracks, test_video, test_gap, test_messages):
            test(folder, source)
        test_control_characters()


if __name__ == "__main__":
    main()
