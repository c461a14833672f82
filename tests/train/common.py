# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""What the tests of the trainer share."""

import importlib.util
import os
import pathlib
import shutil
import sys
import wave

ROOT = pathlib.Path(os.environ.get("EARMARK_ROOT", ".")).resolve()
BUILD = pathlib.Path(os.environ.get("EARMARK_BUILD", ROOT / "build"))
DATA = ROOT.parent / "shared" / "data"
SKIPPED = 77

sys.path.insert(0, str(ROOT))


def skip(reason):
    """End as a test that could not run."""
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


for needed in ("numpy", "scipy", "torch"):
    if importlib.util.find_spec(needed) is None:
        skip(f"python3-{needed} is not installed")
if shutil.which("ffmpeg") is None:
    skip("ffmpeg is not installed")

import numpy as np  # noqa: E402  (after the check above)


def write_wav(path, samples, rate):
    """16-bit mono."""
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        clipped = np.clip(samples, -1, 1)
        file.writeframes((clipped * 32767).astype("<i2").tobytes())


def audio(rng, seconds, rate, noisy):
    """Noise, or a few tones that come and go."""
    t = np.arange(int(seconds * rate)) / rate
    if noisy:
        return rng.normal(0, 0.1 + 0.1 * rng.random(), len(t))
    pitches = 110 * 2 ** (rng.integers(0, 36, 4) / 12)
    swell = np.sin(2 * np.pi * rng.random(4)[:, None] * t) ** 2
    return (0.1 * swell * np.sin(2 * np.pi * pitches[:, None] * t)).sum(0)
