#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""`earmark tag` on folders, lists and playlists: what is heard, in which order, by any
number of jobs, and what becomes of all else that lies there."""

import csv
import io
import json
import os
import resource
import subprocess
import sys
import tempfile

from program import EARMARK, earmark, ffmpeg, music, tag_json, write_wav

RATE = 22050
N_EMPTY = 20000
MOST_KIB = 100000  # that a run may need, however many files there are


def make_archive(folder):
    """Music of several lengths with odd names, in the order in which it is heard."""
    names = [b"B.wav", b"a/1.wav", b"a/\xff.wav", b"a/new\nline.wav", b"a/z/deep"]
    names.append("\u00e4.wav".encode())
    os.makedirs(os.path.join(folder, "a", "z"))
    for i, name in enumerate(sorted(names)):
        path = os.path.join(os.fsencode(folder), name)
        write_wav(path.decode(errors="surrogateescape"), music(2 + i, RATE), RATE)
    return sorted(names)


def test_folder(folder):
    """Sorted by the bytes of their names; the same text, JSON and CSV for any number of
    jobs."""
    names = make_archive(folder)
    wanted = [os.path.join(os.fsencode(folder), name) for name in names]
    shown = [path.decode(errors="replace") for path in wanted]
    lines = tag_json("--jobs=1", folder)
    assert [line["file"] for line in lines] == shown
    assert [round(line["seconds"]) for line in lines] == list(range(2, 2 + len(names)))
    for options in ([], ["--json"], ["--csv"], ["-o", "--json"], ["-l"], ["-p"]):
        outputs = set()
        for jobs in (1, 2, 7):
            out, error = earmark("tag", *options, f"--jobs={jobs}", folder)
            outputs.add(out)
            assert f"earmark: {len(names)} files, " in error, error
        assert len(outputs) == 1, options
        named, _ = earmark("tag", *options, *wanted)
        assert named.split() == out.split(), options
    return wanted


def test_lists(folder, wanted):
    """Names by standard input or a file: a line each, or ended by NULs."""
    expected, _ = earmark("tag", "--json", *wanted)
    nulls = b"\0".join(wanted)
    args = ["tag", "--json", "--files-from=-"]
    out, error = earmark(*args, input=nulls)
    assert out == expected and "6 files" in error, error
    out, _ = earmark(*args, "-0", input=wanted[0])
    assert json.loads(out)["file"] == wanted[0].decode()
    lines = [path for path in wanted if b"\n" not in path]
    path = os.path.join(folder, ".list")
    with open(path, "wb") as file:
        file.write(b"\n" + b"\n".join(lines) + b"\n\n")
    out, _ = earmark("tag", "--json", "--files-from", path)
    assert out == earmark("tag", "--json", *lines)[0]
    earmark("tag", status=2)
    earmark("tag", "--files-from=-", "-", status=2)
    _, error = earmark("tag", "--files-from", folder + "/none", status=1)
    assert "none: cannot read this list: No such file" in error


def test_playlists(folder, wanted):
    """M3U and PLS: relative names, addresses of files, and of what is none."""
    os.makedirs(os.path.join(folder, ".lists"))
    base = os.path.basename(folder)
    first, last = (path.decode() for path in (wanted[0], wanted[-1]))
    back = os.path.basename(last)
    m3u = f"\ufeff#EXTM3U\r\n#EXTINF:2,x\r\n../B.wav\r\n\r\n..\\{back}\r\n{first}\r\n"
    url = "file://" + last.replace("\u00e4", "%C3%A4")
    pls = f"[playlist]\nFile1=../B.wav\nTitle1=b\nFile2={url}\nFile3={first}\n"
    for name, text in {"x.m3u": m3u, "y.M3U8": m3u, "z.pls": pls}.items():
        path = os.path.join(folder, ".lists", name)
        with open(path, "w", newline="") as file:
            file.write(text)
        lines = tag_json(path)
        got = [os.path.normpath(line["file"]) for line in lines]
        assert got == [first, last, first], (base, got)
    path = os.path.join(folder, ".lists", "bad.m3u")
    with open(path, "w") as file:
        file.write("http://127.0.0.1/x.mp3\nbad.m3u\n../B.wav\n")
    out, error = earmark("tag", "--json", path, status=1)
    assert "one in the other" in error and "No such file" in error
    assert {os.path.basename(json.loads(x)["file"]) for x in out.splitlines()} == {
        "B.wav"
    }


def test_cue(folder):
    """Tracks of one file are as if each were a file of its own, on the jobs' turn."""
    samples = music(20, RATE)
    whole = os.path.join(folder, "album.flac")
    write_wav(os.path.join(folder, "all.wav"), samples, RATE)
    ffmpeg("-i", os.path.join(folder, "all.wav"), whole)
    sheet = os.path.join(folder, "album.cue")
    with open(sheet, "w") as file:
        file.write(
            'PERFORMER "Band"\nTITLE "Album"\nFILE "album.wav" WAVE\n'
            '  TRACK 01 AUDIO\n    TITLE "First, one"\n    INDEX 01 00:00:00\n'
            '  TRACK 02 AUDIO\n    PERFORMER "Other"\n    INDEX 00 00:05:00\n'
            "    INDEX 01 00:06:25\n"
            "  TRACK 03 AUDIO\n    INDEX 01 00:13:00\n"
        )
    got = tag_json(sheet)
    cuts = [0, int(RATE * (6 + 25 / 75)), 13 * RATE, 20 * RATE]
    for i, line in enumerate(got):
        part = os.path.join(folder, "part.wav")
        write_wav(part, samples[cuts[i] : cuts[i + 1]], RATE)
        [alone] = tag_json(part)
        assert line["track"] == i + 1 and line["file"] == whole, line
        assert line["performer"] == ["Band", "Other", "Band"][i]
        assert all(line[key] == alone[key] for key in ("tags", "seconds", "groups"))
    assert got[0]["title"] == "First, one" and len(got) == 3
    out, _ = earmark("tag", "--csv", sheet)
    rows = list(csv.DictReader(io.StringIO(out)))
    names = out.splitlines()[0].split(",")
    assert len(set(names)) == len(names) and {"rock", "energy", "silence"} < set(names)
    for row, line in zip(rows, got, strict=True):
        assert all(abs(float(row[t]) - p) < 2e-6 for t, p in line["tags"].items())
        assert abs(float(row["seconds_heard"]) - line["seconds_heard"]) < 2e-6
        assert abs(float(row["valence"]) - line["scales"]["valence"]) < 2e-6
    assert [row["track"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["title"] == "First, one"
    text, _ = earmark("tag", sheet)
    assert "album.cue, track 2: " in text


def make_odd(folder, good):
    """All that an archive may hold; returns what is said of which name."""
    with open(good, "rb") as file:
        data = file.read()
    contents = {"text.txt": b"hello\n", "fake.mp3": b"hello\n", "empty": b""}
    contents |= {"noise.bin": bytes(range(256)) * 900, "cut.wav": data[:50000]}
    contents |= {"list.m3u": b"good.wav\n", "good.wav": data, ".hidden.mp3": b""}
    for name, content in contents.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(content)
    ffmpeg("-f", "lavfi", "-i", "color=s=32x32", "-frames:v", "1", folder + "/p.jpg")
    os.mkdir(os.path.join(folder, "sub"))
    links = {"sub/up": "..", "loop": "loop", "none.mp3": "gone", "zero": "/dev/zero"}
    for name, target in links.items():
        os.symlink(target, os.path.join(folder, name))
    os.mkfifo(os.path.join(folder, "pipe.mp3"))
    return {
        "cut.wav": "breaks off",
        "empty": "it is empty",
        "fake.mp3": "no known format",
        "loop": "Too many levels",
        "none.mp3": "No such file",
        "pipe.mp3": "it is a pipe",
        "zero": "it is a device",
    }


def test_odd(folder, good):
    """Each that fails is named, in order; the others go on."""
    wanted = make_odd(folder, good)
    out, error = earmark("tag", "--json", "--jobs=3", folder, status=1)
    said = [line for line in error.splitlines() if line.startswith("earmark: /")]
    assert len(said) == len(wanted), error
    for line, (name, why) in zip(said, wanted.items(), strict=True):
        assert f"/{name}: " in line and why in line, line
    names = [json.loads(line)["file"] for line in out.splitlines()]
    assert [os.path.basename(n) for n in names] == ["cut.wav", "good.wav"]
    assert "7 failed" in error and "not audio: 3" in error, error
    rows = list(
        csv.DictReader(io.StringIO(earmark("tag", "--csv", folder, status=1)[0]))
    )
    assert len(rows) == len(wanted) + 1
    by_name = {os.path.basename(row["file"]): row for row in rows}
    assert "device" in by_name["zero"]["error"] and not by_name["zero"]["rock"]
    assert by_name["cut.wav"]["rock"] and by_name["cut.wav"]["error"]
    assert not by_name["good.wav"]["error"]


def test_many(folder):
    """Memory does not grow with the number of files."""
    for i in range(N_EMPTY):
        os.close(os.open(os.path.join(folder, f"{i:06}"), os.O_CREAT | os.O_WRONLY))
    done = subprocess.run([EARMARK, "tag", folder], capture_output=True, text=True)
    assert done.returncode == 1 and f"{N_EMPTY} failed" in done.stderr
    assert done.stderr.count("it is empty") == N_EMPTY
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert used < MOST_KIB, used


def main():
    with tempfile.TemporaryDirectory() as folder:
        wanted = test_folder(folder)
        test_lists(folder, wanted)
        test_playlists(folder, wanted)
        good = wanted[-1].decode()
        with tempfile.TemporaryDirectory() as other:
            test_odd(other, good)
    with tempfile.TemporaryDirectory() as folder:
        test_cue(folder)
    with tempfile.TemporaryDirectory() as folder:
        test_many(folder)


if __name__ == "__main__":
    sys.exit(main())
