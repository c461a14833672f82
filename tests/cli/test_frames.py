#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""`earmark frames`: what it writes, and that nothing is lost when it cannot."""

import os
import sys
import tempfile

import numpy as np
from scipy import signal

from program import earmark, music, write_wav

RATE, WINDOW, HOP, BANDS = 22050, 1024, 512, 128


def hz_from_mel(mel):
    """Slaney's scale: linear below 1 kHz, logarithmic above."""
    return np.where(mel < 15, 200 / 3 * mel, 1000 * 6.4 ** ((mel - 15) / 27))


def filters():
    """Mel filters [bands, bins], double precision."""
    top = 15 + 27 * np.log(RATE / 2 / 1000) / np.log(6.4)
    hz = hz_from_mel(np.linspace(0, top, BANDS + 2))
    bins = np.arange(WINDOW // 2 + 1) * RATE / WINDOW
    rise = (bins - hz[:-2, None]) / np.diff(hz)[:-1, None]
    fall = (hz[2:, None] - bins) / np.diff(hz)[1:, None]
    triangles = np.maximum(0, np.minimum(rise, fall))
    return triangles * (2 / (hz[2:] - hz[:-2]))[:, None]


def spectrogram(x):
    """Log-mel frames [frames, bands] of [samples], double precision."""
    n = 1 + (len(x) - WINDOW) // HOP
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)
    pieces = np.stack([x[i * HOP : i * HOP + WINDOW] for i in range(n)])
    return np.log10(1 + 10 * np.abs(np.fft.rfft(pieces * hann)) @ filters().T)


def test_values(folder):
    """At the engine's own rate, the frames are the plain formula's."""
    path = os.path.join(folder, "music.wav")
    samples = np.round(music(5, RATE) * 32767) / 32768
    write_wav(path, samples * 32768 / 32767, RATE)
    earmark("frames", "--output", folder, path)
    found = np.load(os.path.join(folder, "music.npy"))
    butterworth = signal.butter(4, 20, "highpass", fs=RATE, output="sos")
    wanted = spectrogram(signal.sosfilt(butterworth, samples - samples[0]))
    assert found.dtype == np.float32 and found.shape[1] == BANDS
    assert 0 <= len(wanted) - len(found) <= 1, (len(found), len(wanted))
    assert np.abs(found - wanted[: len(found)]).max() < 1e-3


def test_failures(folder):
    """A failure leaves earlier output as it was, and no pieces."""
    path = os.path.join(folder, "music.npy")
    before = open(path, "rb").read()
    broken = os.path.join(folder, "music.mp3")
    with open(broken, "wb") as out:
        out.write(b"not music")
    _, error = earmark("frames", "-d", folder, broken, status=1)
    assert broken in error
    assert open(path, "rb").read() == before
    assert not [name for name in os.listdir(folder) if "part" in name]

    wav = os.path.join(folder, "music.wav")
    _, error = earmark("frames", "-d", folder, wav, broken, status=1)
    assert "would replace" in error
    assert open(path, "rb").read() == before
    _, error = earmark("frames", "-d", folder + "/nowhere", wav, status=1)
    assert "nowhere" in error
    earmark("frames", status=2)


def main():
    with tempfile.TemporaryDirectory() as folder:
        test_values(folder)
        test_failures(folder)


if __name__ == "__main__":
    sys.exit(main())
