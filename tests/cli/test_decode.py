#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Damaged and odd files: `earmark` hears as much of them as `ffmpeg` decodes, to a
frame, says what is missing and nothing else, and knows when in the file it is.
With --table, only print what both hear: the table of tests/README.md."""

import os
import re
import struct
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from program import EARMARK, earmark, ffmpeg, music, tag_json, write_wav

SECONDS = 6
RATE = 48000

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


def join(path, *parts):
    content = b"".join(open(part, "rb").read() for part in parts)
    with open(path, "wb") as out:
        out.write(content)


def heard_by_ffmpeg(path):
    """Seconds of the samples that it writes."""
    decoder = ["ffmpeg", "-nostdin", "-v", "quiet", "-i", path]
    raw = ["-vn", "-f", "s16le", "-ac", "1", "-ar", str(RATE), "-"]
    done = subprocess.run(decoder + raw, stdout=subprocess.PIPE)
    return len(done.stdout) / 2 / RATE


def listen(path, *options, **others):
    """(seconds, message, status) of earmark tag."""
    command = [EARMARK, "tag", "--json", *options, path]
    done = subprocess.run(command, capture_output=True, text=True, **others)
    found = re.search('"seconds":([0-9.]+)', done.stdout)
    begin = f"earmark: {path}: "
    message = done.stderr.strip()
    assert not message or message.startswith(begin), message
    assert done.returncode == (1 if message else 0), (path, message)
    return float(found[1]) if found else 0.0, message[len(begin) :]


def measure(folder, source):
    """{(codec, kind): (by Earmark, by ffmpeg, message)} of all files."""

    def measure_one(key):
        path = damage(folder, source, *key)
        return path and (*listen(path), heard_by_ffmpeg(path))

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
        seconds, message = listen(path)
        assert abs(seconds - heard_by_ffmpeg(path)) < 0.001, codec
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
        seconds, message = listen(path)
        by_ffmpeg = heard_by_ffmpeg(path)
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
            seconds, message = listen(path)
            assert not message, (suffix, name, message)
            assert abs(seconds - SECONDS) < 0.1, (suffix, name, seconds)
    with open(os.path.join(folder, "tail.mp3"), "rb") as file:
        content = file.read()
    for name in ("ID3v1", "APE"):  # Albums that someone joined
        with open(path, "wb") as out:
            out.write(content + tails[name] + content)
        seconds, message = listen(path)
        assert not message and abs(seconds - 2 * SECONDS) < 0.1, (name, message)
    for odd in (b"\0", b"abc"):
        with open(source, "rb") as file, open(path, "wb") as out:
            out.write(file.read() + odd)
        assert listen(path) == (SECONDS, "")


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
            assert listen(path)[1].startswith("the file breaks off after "), suffix


def test_rates(folder, source):
    """Those that the engine does not take."""
    path = os.path.join(folder, "rate.wav")
    [wanted] = tag_json(source)
    for rate in (2000, 4000, 7999, 384001, 705600, 768000, 2822400):
        ffmpeg("-i", source, "-ar", str(rate), path)
        seconds, message = listen(path)
        assert not message and abs(seconds - SECONDS) < 0.01, (rate, seconds)
        if rate > 8000:
            [got] = tag_json(path)
            worst = max(abs(got["tags"][t] - p) for t, p in wanted["tags"].items())
            assert worst < 0.03, (rate, worst)
    path = os.path.join(folder, "dsd.dsf")
    for times in (64, 128, 256):
        write_dsf(path, 44100 * times)
        seconds, message = listen(path)
        assert not message and abs(seconds - heard_by_ffmpeg(path)) < 0.01, times


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
    assert abs(listen(path, "--stream=1")[0] - 4) < 0.01
    assert abs(listen(path, "-S2")[0] - SECONDS) < 0.01
    seconds, message = listen(path, "-S", "3")
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
            seconds, message = listen(path)
            assert not message and abs(seconds - SECONDS) < 0.15, (suffix, message)
            if suffix == "avi":
                continue  # libavformat does not see its delay
            out, _ = earmark("labels", "-t0.01", path)
            begins = [float(line.split()[0]) for line in out.splitlines()]
            ends = [float(line.split()[1]) for line in out.splitlines()]
            assert abs(min(begins) - late) < 0.1, (suffix, late, min(begins))
            assert abs(max(ends) - late - SECONDS) < 0.15, (suffix, late, max(ends))
            times = [line["time"] for line in tag_json("--over-time", path)]
            assert late < times[0] < late + 1.0 and times[-1] < late + SECONDS + 0.1


def test_gap(folder, source):
    """A recording with packets missing from 2 s to 4 s."""
    path = os.path.join(folder, "gap.mka")
    gap = "noise=drop=between(n*1024/48000\\,2\\,4)"
    ffmpeg("-i", source, "-c:a", "aac", "-bsf:a", gap, path)
    seconds, message = listen(path)
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
        assert listen(path)[1].startswith("CUE sheets are not read")
    for content in (b"", b"x", bytes(3000), os.urandom(5000)):
        path = os.path.join(folder, "nonsense")
        with open(path, "wb") as out:
            out.write(content)
        message = listen(path)[1]
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
            test_rates,
            test_tracks,
            test_video,
            test_gap,
            test_messages,
        ):
            test(folder, source)
        test_control_characters()


if __name__ == "__main__":
    main()
