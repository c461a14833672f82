#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""What `earmark watch` costs: many files at once, as fast as they play.

    watch_load.py [--sources 200] [--seconds 60] [--most] [-- OPTION...]

Prints processor time and memory for each number of sources, and the worst lag; with
--most, more and more of them until it falls behind.  Options after -- are the
program's, as --true-peak."""

import argparse
import os
import pathlib
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
from program import ffmpeg, music, write_wav  # noqa: E402
from watching import Watch  # noqa: E402

RATE = 44100
WARM = 25  # Seconds until all is as it stays
LATE = 2.0  # Seconds of lag; beyond that it falls behind


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def status(pid, key):
    with open(f"/proc/{pid}/status") as lines:
        [value] = [line.split()[1] for line in lines if line.startswith(key + ":")]
    return int(value)


def measure(paths, seconds, options):
    """Cores, MiB, threads, worst lag, seconds dropped."""
    sources = [f"s{i}={path}" for i, path in enumerate(paths)]
    with Watch("--loop", "-i5", *options, *sources) as watch:
        time.sleep(WARM)
        pid = watch.process.pid
        begin, used, first = time.monotonic(), cpu_seconds(pid), len(watch.lines)
        time.sleep(seconds)
        cores = (cpu_seconds(pid) - used) / (time.monotonic() - begin)
        memory, threads = status(pid, "VmRSS") / 1024, status(pid, "Threads")
        lines = watch.lines[first:]
        watch.end()
    lag = max(line["lag_seconds"] for line in lines if line["state"] == "live")
    return cores, memory, threads, lag, sum(line["dropped_seconds"] for line in lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sources", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--most", action="store_true")
    parser.add_argument("options", nargs="*")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wav, mp3 = os.path.join(folder, "a.wav"), os.path.join(folder, "a.mp3")
        sound = music(60, RATE)
        write_wav(wav, sound[:, None] * [1, 0.7], RATE)
        ffmpeg("-i", wav, "-b:a", "128k", mp3)
        print("sources  cores  MiB  threads  worst lag  dropped", flush=True)
        n, lag = args.sources, 0.0
        while lag < LATE:
            found = measure([mp3] * n, args.seconds, args.options)
            lag = found[3]
            print("%7d  %5.2f  %3.0f  %7d  %7.2f s  %5.1f s" % (n, *found), flush=True)
            if not args.most:
                break
            n += n // 4


if __name__ == "__main__":
    main()
