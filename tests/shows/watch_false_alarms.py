#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Alarms of a day of real programme, all of them false: songs, music and speech joined.

    watch_false_alarms.py [--data FOLDER] [--hours 24] [--profile music] [--seed 1]

The data are those of tests/README.md; they are of one channel, so that rules about two
have nothing to say.  Prints each alarm with the clip that played, and their number."""

import argparse
import collections
import csv
import os
import pathlib
import random
import struct
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
RULES = """[station day]
url = -x-
profile = %s
[rule same-sound]
[rule level-low]
"""


def rows_of(path):
    with open(path, newline="", encoding="utf-8") as table:
        yield from csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)


def length_of(path):
    """Seconds of a file of Ogg Opus, as its last page and its header have them."""
    data = path.read_bytes()
    (skipped,) = struct.unpack_from("<H", data, data.index(b"OpusHead") + 10)
    (end,) = struct.unpack_from("<q", data, data.rindex(b"OggS") + 6)
    return (end - skipped) / 48000


def find_clips(data):
    """Seconds of music and speech, and of songs, by path."""
    found = []
    for row in rows_of(data / "index.tsv"):
        path = data / row["split"] / (row["id"] + ".opus")
        if row["kind"] in ("music", "speech") and path.exists():
            found.append(path)
    found += sorted((data / "songs").glob("*.opus"))
    return {path: length_of(path) for path in found}


def plan(lengths, hours, seed):
    """Paths and when each begins; clips come again in another order until it is full."""
    order, at = [], 0.0
    dice = random.Random(seed)
    while at < hours * 3600:
        for path in dice.sample(sorted(lengths), len(lengths)):
            order.append((at, path))
            at += lengths[path]
            if at >= hours * 3600:
                break
    return order, at


def hear(folder, order, profile):
    """Rows of `earmark watch --check`."""
    joined, rules = os.path.join(folder, "list"), os.path.join(folder, "rules.ini")
    with open(joined, "w", encoding="utf-8") as out:
        out.writelines(f"file '{path.resolve()}'\n" for _, path in order)
    with open(rules, "w", encoding="utf-8") as out:
        out.write(RULES % profile)
    command = ["ffmpeg", "-v", "quiet", "-nostdin", "-f", "concat", "-safe", "0"]
    command += ["-i", joined, "-c:a", "pcm_s16le", "-f", "matroska", "-"]
    earmark = os.path.join(os.environ["EARMARK_BUILD"], "earmark")
    check = [earmark, "watch", "--check", rules, "day=-"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as player:
        out = subprocess.run(
            check, stdin=player.stdout, stdout=subprocess.PIPE, check=True
        ).stdout
    return list(csv.DictReader(out.decode().splitlines()))


def seconds(text):
    hours, minutes, rest = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", default=ROOT.parent / "shared" / "data")
    parser.add_argument("--hours", type=float, default=24)
    parser.add_argument("--profile", default="music")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    data = pathlib.Path(args.data)
    if not (data / "index.tsv").exists():
        print("no data in", data)
        return 77
    order, length = plan(find_clips(data), args.hours, args.seed)
    with tempfile.TemporaryDirectory() as folder:
        rows = hear(folder, order, args.profile)
    raised = [row for row in rows if row["event"] == "raised"]
    for row in raised:
        begin = seconds(row["began"])
        clip = [path for at, path in order if at <= begin + 1][-1]
        where = clip.parent.name + "/" + clip.name
        print(row["time"], row["rule"], row["value"], row["unit"], where)
    print(
        "%.1f hours, %d clips, profile %s" % (length / 3600, len(order), args.profile)
    )
    counts = collections.Counter(row["rule"] for row in raised)
    print("alarms:", ", ".join(f"{k} {n}" for k, n in sorted(counts.items())) or "none")
    return 0


if __name__ == "__main__":
    sys.exit(main())
