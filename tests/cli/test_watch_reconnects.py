#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""`earmark watch` is flat in memory, descriptors and threads however often a source is
connected to: 2000 times, or as often as the argument says, as
`test_watch_reconnects.py 10000`, which prints how it goes; with `clips` behind it, while
the last seconds are kept, which takes as long to be flat as they last."""

import os
import shutil
import sys
import tempfile

from program import ffmpeg, music, write_wav
from watching import Server, Watch, send_head

RATE = 44100
KINDS = {"mp3": ("libmp3lame", "audio/mpeg"), "ogg": ("libopus", "audio/ogg")}
WARM = 0.4  # The share of them after which all has been needed once
GROWTH = 1.5  # MiB; a leak of a kilobyte each is more in 10,000


def make_pieces(folder):
    """Half a second of each kind."""
    wav = os.path.join(folder, "a.wav")
    write_wav(wav, music(0.5, 48000), 48000)
    pieces = {}
    for kind, (codec, _) in KINDS.items():
        path = os.path.join(folder, "a." + kind)
        ffmpeg("-i", wav, "-c:a", codec, path)
        with open(path, "rb") as source:
            pieces[kind] = source.read()
    return pieces


def status(pid, key):
    with open(f"/proc/{pid}/status") as lines:
        [value] = [line.split()[1] for line in lines if line.startswith(key + ":")]
    return int(value)


def look(pid):
    """MiB, descriptors, threads."""
    files = len(os.listdir(f"/proc/{pid}/fd"))
    return status(pid, "VmRSS") / 1024, files, status(pid, "Threads")


def watch_them(folder, pieces, n):
    """What was seen after each twentieth of n connections."""

    def answer(connection, path):
        send_head(connection, kind=KINDS[path][1])
        connection.sendall(pieces[path])

    server = Server(answer)
    sources = [f"{kind}={server.url(kind)}" for kind in KINDS]
    options = ["--loop", "-i1"]
    if len(sys.argv) > 2:
        options += ["--clips", os.path.join(folder, "clips")]
    seen = []
    with Watch(*options, *sources) as watch:
        for i in range(1, 21):
            watch.wait(lambda w: server.n_connections >= n * i // 20, 600)
            seen.append((server.n_connections, *look(watch.process.pid)))
            if len(sys.argv) > 1:
                print("%6d  %6.1f MiB  %d files  %d threads" % seen[-1], flush=True)
        watch.end()
    server.close()
    return seen


def main():
    if not shutil.which("ffmpeg"):
        print("no ffmpeg")
        return 77
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as folder:
        seen = watch_them(folder, make_pieces(folder), n)
    late = seen[int(WARM * len(seen)) :]
    first, last = late[0], late[-1]
    assert last[1] < first[1] + GROWTH, seen
    # One connection of each may be open or not
    assert abs(last[2] - first[2]) <= 2 * len(KINDS), seen
    assert {x[3] for x in seen} == {first[3]}, seen
    return 0


if __name__ == "__main__":
    sys.exit(main())
