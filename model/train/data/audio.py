# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Decoding with ffmpeg."""

import struct
import subprocess

import numpy as np


def decode(path, rate=None, filters=""):
    """(mono float32 samples, rate) of any file that ffmpeg reads; resampled
    by ffmpeg only if `rate` is given, and then through its `filters`."""
    command = ["ffmpeg", "-v", "error", "-nostdin", "-i", str(path), "-vn"]
    if filters:
        command += ["-af", f"aresample={rate},{filters}"]
    if rate:
        command += ["-ar", str(rate)]
    command += ["-f", "wav", "-c:a", "pcm_f32le", "-"]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode != 0:
        message = done.stderr.decode("utf-8", "replace").strip()
        raise ValueError(f"{path}: {message or 'cannot be decoded'}")
    return _parse(done.stdout)


def _parse(data):
    """Samples and rate of a streamed WAV, whose sizes are not filled in."""
    at, channels, rate = 12, 1, 0
    while data[at : at + 4] != b"data":
        if data[at : at + 4] == b"fmt ":
            channels, rate = struct.unpack_from("<HI", data, at + 10)
        at += 8 + struct.unpack_from("<I", data, at + 4)[0]
    at += 8
    n = (len(data) - at) // (4 * channels)
    samples = np.frombuffer(data, "<f4", n * channels, at)
    return samples.reshape(n, channels).mean(1, dtype=np.float32), rate


def encode(samples, rate, path, codec, kilobits):
    """Write mono samples as a file of the codec and format that its name and
    `codec` say."""
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "f32le"]
    command += ["-ar", str(rate), "-ac", "1", "-i", "-", "-c:a", codec]
    command += ["-b:a", f"{kilobits}k", str(path)]
    data = np.ascontiguousarray(samples, "<f4").tobytes()
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    if done.returncode != 0:
        raise ValueError(f"{path}: {done.stderr.decode('utf-8', 'replace')}")
