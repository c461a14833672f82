#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Damaged files: `earmark` decodes as much of them as `ffmpeg`, to a frame, and says
what is missing and nothing else.
With --table, only print what both decode: the table of tests/README.md."""

import os
import re
import struct
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from decoding import RATE, SECONDS, join, seconds_by_ffmpeg, tag
from program import ffmpeg, music, write_wav

# Options of ffmpeg for each kind: one byte in 50 of every 40th packet, one in 4 of
# every 15th, every 40th left out
NOISE = "noise=amount=if(eq(mod(n\\,%d)\\,%d)\\,%d\\,0)"
FILTERS = {
    "whole": [],
    "noise": ["-bsf:a", NOISE % (40, 20, 50)],
    "more noise": ["-bsf:a", NOISE % (15, 5, 4)],
    "dropped": ["-bsf:a", "noise=drop=eq(mod(n\\,40)\\,20)"],
    "cut": [],
    "two rates": [],
}

# Name: encoder, file, samples a frame, and whether two such files can be joined
CODECS = {
    "MP3": ("libmp3lame", "mp3", 1152, True),
    "MP3, Matroska": ("libmp3lame", "mkv", 1152, False),
    "MP2, MPEG-TS": ("mp2", "ts", 1152, True),
    "AAC": ("aac", "aac", 1024, True),
    "AAC, MP4": ("aac", "m4a", 1024, False),
    "AAC, MPEG-TS": ("aac", "ts", 1024, True),
    "AC-3": ("ac3", "ac3", 1536, True),
    "AC-3, Matroska": ("ac3", "mkv", 1536, False),
    "E-AC-3": ("eac3", "eac3", 1536, True),
    "E-AC-3, Matroska": ("eac3", "mkv", 1536, False),
    "DTS": ("dca", "dts", 512, True),
    "DTS, Matroska": ("dca", "mkv", 512, False),
    "ALAC, MP4": ("alac", "m4a", 4096, False),
    "ALAC, Matroska": ("alac", "mkv", 4096, False),
    "FLAC": ("flac", "flac", 4608, False),
    "FLAC, Matroska": ("flac", "mkv", 4608, False),
    "FLAC, Ogg": ("flac", "oga", 4608, True),
    "Vorbis, Ogg": ("libvorbis", "ogg", 1024, True),
    "Vorbis, Matroska": ("libvorbis", "mkv", 1024, False),
    "Opus, Ogg": ("libopus", "opus", 960, True),
    "Opus, Matroska": ("libopus", "mkv", 960, False),
    "WMA": ("wmav2", "wma", 2048, False),
    "WMA, Matroska": ("wmav2", "mkv", 2048, False),
    "PCM, WAV": ("pcm_s16le", "wav", 1024, False),
    "ADPCM, WAV": ("adpcm_ms", "wav", 1024, False),
}
# Nothing in these says how long they should be
SILENT_WHEN_CUT = {"AC-3", "E-AC-3", "MP2, MPEG-TS", "AAC, MPEG-TS"}
LOST = re.compile(r"([0-9]+) broken frames?, ([0-9.]+) s of ([0-9.]+) s lost")


def encode(source, codec, path, *options):
    encoder, _, _, _ = CODECS[codec]
    strict = ["-strict", "-2"] if encoder == "dca" else []
    index = ["-movflags", "+faststart"] if path.endswith(".m4a") else []
    ffmpeg("-i", source, "-c:a", encoder, *strict, *index, *options, path)


def damage(folder, source, codec, kind):
    """The path of such a file, or None where there can be none."""
    _, suffix, _, can_join = CODECS[codec]
    path = os.path.join(folder, f"{codec} {kind}.{suffix}")
    if kind == "two rates" and not can_join:
        return None
    encode(source, codec, path, *FILTERS[kind])
    if kind == "cut":
        os.truncate(path, os.path.getsize(path) * 6 // 10 + 1)
    if kind == "two rates":
        other = os.path.join(folder, f"{codec} other.{suffix}")
        encode(source, codec, other, "-ar", "24000" if "Opus" in codec else "44100")
        join(path, path, other)
    return path


def measure(folder, source):
    """{(codec, kind): (by Earmark, by ffmpeg, message)} of all files."""

    def measure_one(key):
        path = damage(folder, source, *key)
        return path and (*tag(path), seconds_by_ffmpeg(path))

    keys = [(codec, kind) for codec in CODECS for kind in FILTERS]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return {k: v for k, v in zip(keys, pool.map(measure_one, keys)) if v}


def print_table(found):
    print("| Codec |", " | ".join(FILTERS), "|")
    print("|---" * (len(FILTERS) + 1) + "|")
    for codec in CODECS:
        cells = [found.get((codec, kind)) for kind in FILTERS]
        texts = [f"{x[0]:.3f} / {x[2]:.3f}" if x else "" for x in cells]
        print("|", codec, "|", " | ".join(texts), "|")


def test_table(found):
    for (codec, kind), (seconds, message, by_ffmpeg) in found.items():
        frame = CODECS[codec][2] / RATE
        assert abs(seconds - by_ffmpeg) <= frame, (codec, kind, seconds, by_ffmpeg)
        assert seconds > 1.0, (codec, kind)
        if kind in ("whole", "two rates"):
            assert not message, (codec, kind, message)
        if kind == "cut" and codec not in SILENT_WHEN_CUT:
            assert message.startswith("the file breaks off after "), (codec, message)
        lost = LOST.fullmatch(message)
        if kind in ("noise", "more noise") and message:
            assert lost, (codec, kind, message)
            sum_of_both = float(lost[2]) + seconds
            assert abs(sum_of_both - float(lost[3])) < 0.101, (codec, kind, message)
        if kind == "more noise" and SECONDS - seconds > 0.3:
            assert lost, (codec, kind, seconds)


def test_last_frame(folder, source):
    """A broken one counts, too, where packets are the container's."""
    for codec in ("ALAC, MP4", "FLAC, Matroska", "AAC, MP4", "AC-3, Matroska"):
        path = os.path.join(folder, "last." + CODECS[codec][1])
        encode(source, codec, path)
        probe = ["ffprobe", "-v", "error", "-count_packets", "-of", "csv=p=0"]
        shown = ["-show_entries", "stream=nb_read_packets", path]
        n = int(subprocess.run(probe + shown, capture_output=True).stdout) - 1
        encode(source, codec, path, "-bsf:a", "noise=amount=eq(n\\,%d)" % n)
        seconds, message = tag(path)
        assert abs(seconds - seconds_by_ffmpeg(path)) < 0.001, codec
        assert seconds > SECONDS - 0.02 or LOST.fullmatch(message), (codec, message)


def test_stray_frames(folder, source):
    """A frame of another rate, and one of another layout, among those of an MP3."""
    plain = os.path.join(folder, "plain.mp3")
    path = os.path.join(folder, "stray.mp3")
    options = ["-b:a", "128k", "-write_xing", "0", "-id3v2_version", "0"]
    content = {}
    for name, shape in {
        "plain": [],
        "rate": ["-ar", "32000"],
        "low": ["-ar", "22050"],
        "stereo": ["-ac", "2"],
    }.items():
        ffmpeg("-i", source, *shape, *options, plain)
        with open(plain, "rb") as file:
            content[name] = file.read()
    whole, frame = content["plain"], 384  # Bytes, at 128 kb/s and 48 kHz
    for name, size in {"rate": 576, "low": 417, "stereo": 384}.items():
        stray = content[name][10 * size : 11 * size]
        with open(path, "wb") as out:
            out.write(whole[: 100 * frame] + stray + whole[100 * frame :])
        seconds, message = tag(path)
        by_ffmpeg = seconds_by_ffmpeg(path)
        assert abs(seconds - by_ffmpeg) <= 1152 / RATE, (name, seconds, by_ffmpeg)
        assert seconds > SECONDS - 0.1, (name, seconds, message)


def ape_tag(n):
    """With a picture of n bytes."""
    picture = np.random.default_rng(1).bytes(n)
    item = struct.pack("<II", n, 0) + b"Cover Art (Front)\0" + picture
    rest = [
        struct.pack("<IIII", 2000, len(item) + 32, 1, 0x80000000 | bit)
        for bit in (0x20000000, 0)
    ]
    ends = [b"APETAGEX" + fields + bytes(8) for fields in rest]
    return ends[0] + item + ends[1]


def test_tails(folder, source):
    """Tags and padding are no damage, wherever they are."""
    id3v1 = b"TAG" + b"title".ljust(125, b"\0")
    tails = {
        "ID3v1": id3v1,
        "APE": ape_tag(100) + id3v1,
        "APE with a picture": ape_tag(60000),
        "zeros": bytes(5000),
        "ones": b"\xff" * 4000,
    }
    path = os.path.join(folder, "tail")
    for suffix in ("mp3", "aac", "flac", "ac3", "ogg", "wav", "mka", "wv"):
        plain = os.path.join(folder, "tail." + suffix)
        ffmpeg("-i", source, plain)
        for name, tail in tails.items():
            with open(plain, "rb") as file, open(path, "wb") as out:
                out.write(file.read() + tail)
            seconds, message = tag(path)
            assert not message, (suffix, name, message)
            assert abs(seconds - SECONDS) < 0.1, (suffix, name, seconds)
    with open(os.path.join(folder, "tail.mp3"), "rb") as file:
        content = file.read()
    for name in ("ID3v1", "APE"):  # Albums that someone joined
        with open(path, "wb") as out:
            out.write(content + tails[name] + content)
        seconds, message = tag(path)
        assert not message and abs(seconds - 2 * SECONDS) < 0.1, (name, message)
    for odd in (b"\0", b"abc"):
        with open(source, "rb") as file, open(path, "wb") as out:
            out.write(file.read() + odd)
        assert tag(path) == (SECONDS, "")


def test_cut(folder, source):
    """What a header states and the file does not hold is noticed, also where the
    size is that of the whole file; other kinds are in the table."""
    path = os.path.join(folder, "cut")
    for suffix in ("caf", "aiff", "w64", "au", "tta", "avi", "flv", "ogg", "flac"):
        plain = os.path.join(folder, "plain." + suffix)
        ffmpeg("-i", source, *(["-ar", "44100"] if suffix == "flv" else []), plain)
        with open(plain, "rb") as file:
            content = file.read()
        cut = content[: len(content) * 6 // 10]
        in_place = cut + bytes(len(content) - len(cut))
        for data in [cut] + [in_place] * (suffix in ("avi", "ogg", "flac")):
            with open(path, "wb") as out:
                out.write(data)
            assert tag(path)[1].startswith("the file breaks off after "), suffix


def main():
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "music.wav")
        write_wav(source, music(SECONDS, RATE), RATE)
        found = measure(folder, source)
        if sys.argv[1:] == ["--table"]:
            print_table(found)
            return
        test_table(found)
        for test in (
            test_last_frame,
            test_stray_frames,
            test_tails,
            test_cut,
        ):
            test(folder, source)


if __name__ == "__main__":
    main()
