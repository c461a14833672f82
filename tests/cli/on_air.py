# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Programmes with faults, as recordings and on air."""

import csv
import os

import numpy as np

from program import earmark, ffmpeg, music, write_wav
from watching import Server, send_head, send_paced

RATE = 44100


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w") as out:
        out.write(text)
    return path


def try_on(folder, text, *sources):
    """What --check prints of each source: dictionaries."""
    rules = write(folder, "rules.ini", text)
    out, _ = earmark("watch", "--check", rules, *sources)
    return list(csv.DictReader(out.splitlines()))


def seconds(text):
    hours, minutes, rest = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def long_music(seconds):
    """Music that repeats itself, which takes no time to make"""
    return np.resize(music(8, RATE), int(seconds * RATE))


def programme(*parts):
    """Stereo of (seconds, left, right) parts, each a gain of the same music."""
    length = int(sum(part[0] for part in parts) * RATE)
    sound = np.resize(long_music(8), length)
    gains = np.zeros((length, 2))
    at = 0
    for n, *gain in parts:
        gains[at : at + int(n * RATE)] = gain
        at += int(n * RATE)
    return sound[:, None] * gains


class Programme:
    """A server whose station is `loud`, `quiet` or `gone`."""

    def __init__(self, folder):
        self.streams = {}
        self.now = "loud"
        for name, gain in (("loud", 1), ("quiet", 0)):
            wav = os.path.join(folder, name + ".wav")
            write_wav(wav, programme((4, gain, 0.9 * gain)), RATE)
            path = os.path.join(folder, name + ".mp3")
            ffmpeg("-i", wav, "-b:a", "128k", path)
            with open(path, "rb") as source:
                self.streams[name] = source.read()
        self.server = Server(self.answer)

    def answer(self, connection, path):
        then = self.now
        if then == "gone":
            send_head(connection, status="404 Not Found")
            return
        send_head(connection)
        send_paced(connection, self.streams[then], 16000, lambda: self.now != then)
