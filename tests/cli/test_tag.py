#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""`earmark tag` on formats, rates, odd names and broken files."""

import glob
import os
import subprocess
import sys
import tempfile

import numpy as np

from program import (
    EARMARK,
    earmark,
    ffmpeg,
    largest_difference,
    music,
    tag_json,
    write_wav,
)

SECONDS = 12


def test_formats(folder, wav):
    [wanted] = tag_json(wav)
    assert abs(wanted["seconds"] - SECONDS) < 0.01
    for name, codec in {
        "flac": [],
        "mp3": ["-b:a", "192k"],
        "ogg": ["-c:a", "libvorbis", "-q:a", "6"],
        "opus": ["-b:a", "128k"],
        "m4a": ["-b:a", "192k"],
        "mkv": ["-f", "lavfi", "-i", "color=s=64x64:d=12", "-c:a", "flac"],
        "aiff": [],
        "w64": ["-c:a", "pcm_f64le"],
    }.items():
        path = os.path.join(folder, "music." + name)
        ffmpeg("-i", wav, *codec, path)
        [got] = tag_json(path)
        lossless = name in ("flac", "mkv", "aiff", "w64")
        limit = 1e-5 if lossless else 0.05
        difference = largest_difference(got, wanted)
        assert difference <= limit, (name, difference)
        assert abs(got["seconds"] - SECONDS) < 0.1, (name, got["seconds"])


def test_rates(folder):
    found = []
    for rate in (44100, 48000, 96000, 192000):
        path = os.path.join(folder, f"{rate}.wav")
        write_wav(path, music(SECONDS, rate), rate)
        found += tag_json(path)
    for other in found[1:]:
        assert largest_difference(other, found[0]) < 0.02
    for clip in dev_clips():
        test_clip_at_rates(folder, clip)
    for rate in (8000, 11025, 384000):
        path = os.path.join(folder, f"{rate}.wav")
        write_wav(path, music(3, rate), rate)
        assert len(tag_json(path)) == 1


def dev_clips():
    """Some real music, where the development data are at hand."""
    data = os.path.join(os.environ["EARMARK_ROOT"], "..", "shared", "data")
    return sorted(glob.glob(os.path.join(data, "dev", "*.opus")))[:300:100]


def test_clip_at_rates(folder, clip):
    found = []
    for rate in (44100, 48000, 96000, 192000):
        path = os.path.join(folder, "clip.wav")
        ffmpeg("-i", clip, "-ar", str(rate), "-c:a", "pcm_s24le", path)
        found += tag_json(path)
    for other in found[1:]:
        difference = largest_difference(other, found[0])
        assert difference < 0.02, (clip, difference)


def test_channels(folder, wav):
    """One channel in all of several is the same music; several are mixed as
    FFmpeg mixes them."""
    [wanted] = tag_json(wav)
    mono = music(SECONDS, 44100)
    for n in (2, 6):
        path = os.path.join(folder, f"{n}.wav")
        write_wav(path, np.stack([mono] * n, 1), 44100)
        [got] = tag_json(path)
        assert largest_difference(got, wanted) < 1e-4

    # Other music in each channel, one of them not in FFmpeg's mix (LFE)
    parts = [mono, np.roll(mono, 90000)] + [
        np.roll(mono, 7000 * n)[::-1] for n in range(22)
    ]
    for n in (3, 5, 6, 8, 24):
        path = os.path.join(folder, f"{n} parts.wav")
        mixed = os.path.join(folder, f"{n} mixed.wav")
        write_wav(path, np.stack(parts[:n], 1), 44100)
        ffmpeg("-i", path, "-ac", "2", "-c:a", "pcm_s16le", mixed)
        [got], [wanted] = tag_json(path), tag_json(mixed)
        assert largest_difference(got, wanted) < 5e-3, n  # It rounds to 16 bit

    # The mean of them all, where nobody knows what they are
    path = os.path.join(folder, "one of 23.wav")
    silent = np.zeros_like(mono)
    write_wav(path, np.stack([mono] + [silent] * 22, 1), 44100)
    quiet = os.path.join(folder, "quiet.wav")
    write_wav(quiet, mono / 23, 44100)
    [got], [wanted] = tag_json(path), tag_json(quiet)
    assert largest_difference(got, wanted) < 0.01


def test_changing_channels(folder, wav):
    """Stereo followed by mono, as recordings of broadcasts have it."""
    content = b""
    for n in ("2", "1"):
        part = os.path.join(folder, f"part{n}.aac")
        ffmpeg("-i", wav, "-ac", n, part)
        with open(part, "rb") as source:
            content += source.read()
    path = os.path.join(folder, "both.aac")
    with open(path, "wb") as out:
        out.write(content)
    [line] = tag_json(path)
    assert line["seconds"] > 2 * SECONDS - 0.5


def test_names(folder, wav):
    names = [b"with\nnewline.wav", "Ünï©ode ♫.wav".encode(), b"bad\xff\xfe.wav"]
    names += ["C1 \x9b31m\x85.wav".encode(), b"del \x7f.wav"]
    for name in names:
        path = os.path.join(os.fsencode(folder), name)
        os.link(wav, path)
        [line] = tag_json(path)
        wanted = path.decode(errors="replace")
        assert line["file"] == wanted, (line["file"], wanted)
        out, _ = earmark("tag", "--json", path)
        assert not any(c == "\x7f" or "\x80" <= c < "\xa0" for c in out), out

    # Neither a protocol nor an option nor a second line
    for name in ("http:music.wav", "-music.wav", "%02d.wav", names[0].decode()):
        path = os.path.join(folder, name)
        if not os.path.exists(path):
            os.link(wav, path)
        out, _ = earmark("tag", "--", name, cwd=folder)
        assert out.startswith(name.replace("\n", "?") + ": "), out
        assert len(out.splitlines()) == 1


def test_standard_input(wav):
    with open(wav, "rb") as audio:
        [got] = tag_json("-", stdin=audio)
    [wanted] = tag_json(wav)
    assert largest_difference(got, wanted) == 0


def break_files(folder, wav):
    """Files that cannot be tagged, and what the message must mention."""
    broken = {
        "empty.wav": (b"", "open"),
        "text.mp3": (b"This is not music.\n" * 100, ""),
        "header.wav": (open(wav, "rb").read(30), ""),
        "short.wav": (open(wav, "rb").read(4000), "breaks off after 0.0 of 12.0 s"),
        "absurd.wav": (
            b"RIFF\xff\xff\xff\x7fWAVEfmt \x10\0\0\0\1\0\xff\xff"
            b"\xff\xff\xff\x7f\0\0\0\0\0\0\x10\0data\xff\xff\xff\x7f",
            "",
        ),
    }
    for name, (content, word) in broken.items():
        path = os.path.join(folder, name)
        with open(path, "wb") as out:
            out.write(content)
        yield path, word
    yield os.path.join(folder, "nothing there.wav"), "No such file"
    picture = os.path.join(folder, "silent.mkv")
    ffmpeg("-f", "lavfi", "-i", "color=s=64x64:d=1", picture)
    yield picture, "no audio"


def test_broken(folder, wav):
    for path, word in break_files(folder, wav):
        out, error = earmark("tag", path, wav, status=1)
        assert len(out.splitlines()) == 1 and out.startswith(wav), path
        assert path in error and word in error, (path, error)


def test_truncated(folder, wav):
    """What there is of a file that breaks off is tagged."""
    whole = os.path.join(folder, "whole.mp3")
    cut = os.path.join(folder, "cut.mp3")
    ffmpeg("-i", wav, whole)
    with open(whole, "rb") as source, open(cut, "wb") as out:
        content = source.read()
        half = len(content) // 2
        out.write(content[:half] + b"\0" * 5000 + content[half : half + 9000])
    out, error = earmark("tag", cut, status=1)
    assert out.startswith(cut) and cut in error
    with open(cut, "wb") as out:
        out.write(content[:half])
    [line] = tag_json(cut, status=1)
    assert abs(line["seconds"] - SECONDS / 2) < 0.5
    _, error = earmark("tag", cut, status=1)
    assert "breaks off after" in error


def test_not_a_number(folder):
    path = os.path.join(folder, "nan.wav")
    raw = os.path.join(folder, "nan.raw")
    samples = music(3, 48000).astype("<f4")
    samples[1000:20000:7] = np.nan
    samples[30000:40000:3] = np.inf
    samples.tofile(raw)
    ffmpeg(
        "-f", "f32le", "-ar", "48000", "-ac", "1", "-i", raw, "-c:a", "pcm_f32le", path
    )
    [line] = tag_json(path)
    assert all(0 <= p <= 1 for p in line["tags"].values())


def test_usage(wav):
    for args in (
        [],
        ["nonsense"],
        ["tag"],
        ["tag", "--top=x", wav],
        ["tag", "--top=2.5", wav],
        ["tag", "--memory=nan", wav],
        ["tag", "--memory=-1", wav],
        ["tag", "--wrong", wav],
        ["tag", "--network=/nothing", wav],
    ):
        out, error = earmark(*args, status=2)
        assert not out and error, args
    for args in (["--help"], ["--version"], ["tag", "--help"]):
        out, error = earmark(*args)
        assert out and not error, args


def test_full_disk(wav):
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [EARMARK, "tag", wav], stdout=full, stderr=subprocess.PIPE
        )
    assert done.returncode == 1 and b"cannot write" in done.stderr


def test_leaks(folder, wav):
    """Valgrind finds nothing, whether files are good or broken."""
    brief = os.path.join(folder, "brief.mp3")
    ffmpeg("-i", wav, "-t", "2", brief)
    paths = [brief, os.path.join(folder, "text.mp3"), folder, "/nothing"]
    done = subprocess.run(
        [
            "valgrind",
            "--quiet",
            "--leak-check=full",
            "--error-exitcode=99",
            EARMARK,
            "tag",
            *paths,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert done.returncode == 1, done.stderr.decode()


def main():
    with tempfile.TemporaryDirectory() as folder:
        wav = os.path.join(folder, "music.wav")
        write_wav(wav, music(SECONDS, 44100), 44100)
        test_formats(folder, wav)
        test_rates(folder)
        test_channels(folder, wav)
        test_changing_channels(folder, wav)
        test_names(folder, wav)
        test_standard_input(wav)
        test_broken(folder, wav)
        test_truncated(folder, wav)
        test_not_a_number(folder)
        test_usage(wav)
        test_full_disk(wav)
        test_leaks(folder, wav)


if __name__ == "__main__":
    sys.exit(main())
