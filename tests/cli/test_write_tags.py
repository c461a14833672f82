#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""`earmark tag --write`, `--in-place`, `--dry-run`: written tags, as another program reads
them, are what was asked; all else in the file is as before, and its audio the same; a
program that is killed leaves every file whole."""

import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

from program import EARMARK, earmark, ffmpeg, music, tag_json, write_wav

try:
    import mutagen
    import mutagen.id3
except ImportError:
    print("no python3-mutagen")
    sys.exit(77)

KINDS = {
    "flac": [],
    "ogg": ["-c:a", "libvorbis"],
    "oga": ["-c:a", "flac"],
    "opus": ["-c:a", "libopus"],
    "m4a": ["-c:a", "aac"],
    "mp3": ["-id3v2_version", "4"],
    "old.mp3": ["-id3v2_version", "3", "-write_id3v1", "1"],
}
KEYS = {
    "genre": ("genre", "TCON", "\xa9gen"),
    "mood": ("mood", "TMOO", "TXXX:MOOD", "----:com.apple.iTunes:MOOD"),
    "comment": ("comment", "COMM::eng", "COMM", "\xa9cmt"),
}
N_KILLS = 8


def make_files(folder, source):
    """With a title, a picture where that may be, and nothing that is asked for; one has no
    tags at all."""
    picture = os.path.join(folder, ".p.png")
    ffmpeg("-f", "lavfi", "-i", "color=red:s=32x32", "-frames:v", "1", picture)
    for kind, options in KINDS.items():
        extra, maps = [], []
        if kind in ("flac", "m4a", "mp3", "old.mp3"):
            extra = ["-i", picture]
            maps = [
                "-map",
                "0:a",
                "-map",
                "1:v",
                "-c:v",
                "copy",
                "-disposition:v",
                "attached_pic",
            ]
        ffmpeg(
            *["-i", source, *extra, *maps, *options, "-metadata", "title=T\u00eet"],
            *["-metadata", "artist=A; B", os.path.join(folder, "music." + kind)],
        )
    bare = os.path.join(folder, "bare.mp3")
    ffmpeg("-i", source, "-id3v2_version", "0", "-write_xing", "0", bare)
    os.remove(picture)
    return sorted(os.path.join(folder, name) for name in os.listdir(folder))


def audio(path):
    """MD5 of the audio's packets and of its samples"""
    found = []
    for codec in ("copy", "pcm_s16le"):
        command = ["ffmpeg", "-nostdin", "-v", "error", "-i", path, "-map", "0:a"]
        command += ["-c:a", codec, "-f", "md5", "-"]
        found.append(subprocess.run(command, capture_output=True, check=True).stdout)
    return found


def read_tags(path):
    """What is asked for, as mutagen reads it, and all else"""
    tags = dict(mutagen.File(path).tags or {})
    asked = {}
    for field, keys in KEYS.items():
        for key in keys:
            if key in tags:
                value = tags.pop(key)
                value = getattr(value, "text", value)
                value = value if isinstance(value, list) else [value]
                asked[field] = [
                    v.decode() if isinstance(v, bytes) else str(v) for v in value
                ]
    return asked, {key: repr(value) for key, value in tags.items()}


def read(path):
    with open(path, "rb") as file:
        return file.read()


def check_written(path, before, wanted, note):
    """The file's tags, of which `note` told, against what it was before."""
    asked, others = read_tags(path)
    for field in ("genre", "mood"):
        values = wanted["groups"][field][:3]
        assert asked.get(field, []) == values, (path, asked)
        assert not values or f"{field} = {', '.join(values)}; " in note, note
    [comment] = asked["comment"]
    assert re.match(r"Earmark: [a-z ]+ 0\.\d\d", comment), comment
    assert others == read_tags(before)[1], path
    assert audio(path) == audio(before), path
    assert f"comment = {comment}" in note, note


def test_dry_run(files):
    """Says what would be written, and writes nothing."""
    before = {path: read(path) for path in files}
    out, _ = earmark("tag", "--dry-run", *files)
    assert len(out.splitlines()) == len(files)
    for path, line in zip(files, out.splitlines(), strict=True):
        assert line.startswith(path + ": ") and "; comment = Earmark: " in line
        assert read(path) == before[path]
    folder = os.path.dirname(files[0]) + "-copies"
    out, _ = earmark("tag", "--dry-run", "--write", folder, files[0])
    assert out.strip().endswith(f" -> {folder}{files[0]}") and not os.path.exists(
        folder
    )


def test_copies(files, folder):
    """In a folder; what is copied stays, and what is there, too."""
    before = {path: read(path) for path in files}
    out, _ = earmark("tag", "--write", folder, *files)
    notes = out.splitlines()
    for path, note in zip(files, notes, strict=True):
        [wanted] = tag_json(path)
        assert read(path) == before[path]
        check_written(folder + path, path, wanted, note)
    copied = read(folder + files[0])
    _, error = earmark("tag", "--write", folder, files[0], status=1)
    assert "there is a file already" in error and read(folder + files[0]) == copied
    where = os.path.dirname(files[0])
    _, error = earmark(
        "tag", "--write=.", os.path.basename(files[0]), status=1, cwd=where
    )
    assert "already" in error and read(files[0]) == before[files[0]]


def test_in_place(files, folder):
    """Only on request; then the rest of the tags stays, and so do rights."""
    for path in files:
        copy = os.path.join(folder, os.path.basename(path))
        shutil.copy(path, copy)
        os.chmod(copy, 0o640)
        [wanted] = tag_json(path)
        out, _ = earmark("tag", "--in-place", copy)
        check_written(copy, path, wanted, out)
        assert os.stat(copy).st_mode & 0o777 == 0o640
        # There already: nothing is other, not even the time
        now, status = read(copy), os.stat(copy)
        fields = "--fields=" + ",".join(read_tags(copy)[0])
        out, _ = earmark("tag", "--in-place", "--least=0.01", fields, copy)
        assert "nothing to be written" in out and read(copy) == now
        assert os.stat(copy).st_mtime_ns == status.st_mtime_ns
        out, _ = earmark(
            "tag", "--in-place", "--replace", "--fields=mood", "--least=0.02", copy
        )
        asked, _ = read_tags(copy)
        values = [wanted["tags"][name] for name in asked["mood"]]
        assert values == sorted(values, reverse=True) and min(values) >= 0.02
        assert f"mood = {', '.join(asked['mood'])}" in out and "genre" not in out
        assert audio(copy) == audio(path)
    assert not [name for name in os.listdir(folder) if name.startswith(".earmark")]


def test_fields(path, folder):
    copy = os.path.join(folder, "one." + path.rsplit(".", 1)[1])
    shutil.copy(path, copy)
    earmark("tag", "--in-place", "--fields=genre", copy)
    assert set(read_tags(copy)[0]) == {"genre"}
    for options in (
        ["--in-place", "--write=x"],
        ["--in-place", "--json"],
        ["--in-place", "--csv"],
        ["--replace"],
        ["--in-place", "--fields=title"],
        ["--in-place", "--fields=mood", "--view=msd"],
    ):
        earmark("tag", *options, copy, status=2)


def test_refused(folder, source):
    """Kinds of files that are not written, and damaged ones, stay as they are."""
    wav = os.path.join(folder, "music.wav")
    shutil.copy(source, wav)
    cut = os.path.join(folder, "cut.flac")
    ffmpeg("-i", source, cut)
    with open(cut, "r+b") as file:
        file.truncate(os.path.getsize(cut) // 2)
    before = read(wav), read(cut)
    _, error = earmark("tag", "--in-place", wav, cut, status=1)
    assert "its kind of tags is not written" in error and "breaks off" in error
    assert (read(wav), read(cut)) == before


def test_killed(files, folder):
    """At random moments: each file is as it was or as it is to be."""
    chance = random.Random(3)
    copies = [os.path.join(folder, os.path.basename(path)) for path in files]
    for path, copy in zip(files, copies, strict=True):
        shutil.copy(path, copy)
    begin = time.monotonic()
    earmark("tag", "--in-place", *copies)
    took = time.monotonic() - begin
    before, after = [[read(p) for p in paths] for paths in (files, copies)]
    seen = set()
    for _ in range(N_KILLS):
        for path, copy in zip(files, copies, strict=True):
            shutil.copy(path, copy)
        running = subprocess.Popen(
            [EARMARK, "tag", "--in-place", *copies], stdout=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0, took))
        running.kill()
        running.wait()
        for i, copy in enumerate(copies):
            now = read(copy)
            assert now in (before[i], after[i]), copy
            seen.add(now == after[i])
    assert seen


def main():
    with tempfile.TemporaryDirectory() as base:
        source = os.path.join(base, "source.wav")
        write_wav(source, music(3, 44100), 44100)
        folders = [
            os.path.join(base, n) for n in ("in", "copies", "place", "rest", "k")
        ]
        for folder in folders:
            os.mkdir(folder)
        files = make_files(folders[0], source)
        if "without TagLib" in earmark("tag", "--dry-run", files[0], status=None)[1]:
            print("built without TagLib")
            return 77
        test_dry_run(files)
        test_copies(files, folders[1])
        test_in_place(files, folders[2])
        test_fields(files[1], folders[3])
        test_refused(folders[3], source)
        test_killed(files, folders[4])
    return 0


if __name__ == "__main__":
    sys.exit(main())
