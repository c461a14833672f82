#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""What `earmark watch` sends by Open Sound Control is what its lines say."""

import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time

from program import earmark, music, write_wav
from watching import Watch


def take_text(data, at):
    """Text of whole words of 4 bytes; and where the next thing begins."""
    end = data.index(b"\0", at)
    return data[at:end].decode(), at + (end - at) // 4 * 4 + 4


def messages(data):
    """(path, arguments) of a packet, bundles opened."""
    if data.startswith(b"#bundle\0"):
        at = 16
        while at < len(data):
            (size,) = struct.unpack_from(">i", data, at)
            yield from messages(data[at + 4 : at + 4 + size])
            at += 4 + size
        return
    path, at = take_text(data, 0)
    kinds, at = take_text(data, at)
    arguments = []
    for kind in kinds[1:]:
        if kind == "s":
            value, at = take_text(data, at)
        else:
            ((value,), at) = (struct.unpack_from(">" + kind, data, at), at + 4)
        arguments.append(value)
    assert at == len(data), data
    yield path, arguments


class Receiver:
    """All that came, by path."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(0.1)
        self.target = "127.0.0.1:%d" % self.socket.getsockname()[1]
        self.came = {}

    def take(self):
        try:
            while True:
                data = self.socket.recv(65536)
                assert len(data) <= 1500, len(data)
                for path, arguments in messages(data):
                    self.came.setdefault(path, []).append(arguments)
        except socket.timeout:
            return self.came


def check_values(came, lines):
    """Means over the time are the same in both"""
    n = min(len(lines), len(came["/earmark/air/state"])) - 3  # The first are short

    def mean(path):
        values = [x for [x] in came["/earmark/air/" + path]]
        return sum(values[-n:]) / len(values[-n:])

    for said, path in (
        (lambda x: x["music"], "tag/music"),
        (lambda x: x["scales"]["energy"], "scale/energy"),
        (lambda x: x["scales"]["valence"], "scale/valence"),
        (lambda x: x["lufs_short_term"], "lufs/short_term"),
        (lambda x: x["lufs_momentary_max"], "lufs/momentary"),
        (lambda x: x["dbfs_left"], "dbfs/left"),
    ):
        wanted = sum(map(said, lines[-n:])) / n
        limit = 0.1 if abs(wanted) <= 1 else 1.5
        assert abs(mean(path) - wanted) < limit, (path, mean(path), wanted)


def test_messages(folder, wav):
    receiver = Receiver()
    config = os.path.join(folder, "watch.ini")
    with open(config, "w") as out:
        out.write(f"[watch]\nosc = {receiver.target}\n[station air]\nurl = {wav}\n")
        out.write("loop = yes\nprofile = none\n")
        out.write("[rule loud]\non = level-high\nraise = -60 dBFS\nfor = 1s\n")
    with Watch("-i1", "--all-tags", "--config", config) as watch:
        event = "/earmark/air/event/loud"
        watch.wait(lambda w: event in receiver.take() and len(w.lines) > 7)
        watch.end()
        lines = [x for x in watch.of("air") if x.get("state") == "live"]
        events = [event for _, event in watch.told("air", "loud")]
    came = receiver.take()
    assert came["/earmark"][0], came
    assert ["live"] in came["/earmark/air/state"], came
    assert came[event][0] == [1, events[0]["id"]], (came[event], events)
    tags = [path for path in came if path.startswith("/earmark/air/tag/")]
    assert len(tags) == sum(map(len, lines[0]["tags"].values())), tags
    assert "/earmark/air/tag/female_voice" in tags, tags
    assert all(0 <= x <= 1 for path in tags for [x] in came[path])
    check_values(came, lines[:-1])  # The last one may be short


def test_oscdump(wav):
    """A program of others understands it"""
    if not shutil.which("oscdump"):
        print("no oscdump")
        return
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    with tempfile.TemporaryFile() as out:
        dump = subprocess.Popen(["oscdump", "-L", port], stdout=out)
        time.sleep(0.5)
        with Watch("-l", "-i1", "--osc=127.0.0.1:" + port, "air=" + wav) as watch:
            watch.wait(lambda w: len(w.lines) > 2)
            watch.end()
        time.sleep(0.5)
        dump.kill()
        dump.wait()
        out.seek(0)
        text = out.read().decode()
    for wanted in ("/earmark/air/tag/music f", '/earmark/air/state s "live"'):
        assert wanted in text, text[:2000]


def test_errors():
    for target in ("nowhere", "127.0.0.1:0"):
        _, log = earmark("watch", "--osc=" + target, "x.wav", status=2)
        assert "no HOST:PORT" in log, log
    _, log = earmark("watch", "--osc=nosuch.invalid:9000", "x.wav", status=1)
    assert "osc: nosuch.invalid" in log, log


def main():
    with tempfile.TemporaryDirectory() as folder:
        wav = os.path.join(folder, "piece.wav")
        write_wav(wav, music(8, 44100), 44100)
        if "without liblo" in earmark("watch", "--osc=x:1", wav, status=1)[1]:
            print("built without liblo")
            return 77
        test_messages(folder, wav)
        test_oscdump(wav)
        test_errors()
    return 0


if __name__ == "__main__":
    sys.exit(main())
