# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""What the tests of the trainer share."""

import importlib.util
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
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


def run(*tests):
    """Call each, saying which: after the module, which sees to what all need."""
    for test in tests:
        print(test.__name__, flush=True)
        test()


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


def make_data(folder):
    """Twelve clips of two kinds."""
    rng = np.random.default_rng(7)
    lines = ["file\ttags\tsplit"]
    for i in range(12):
        noisy, split = i % 2 == 0, "dev" if i >= 8 else "train"
        write_wav(folder / f"{i}.wav", audio(rng, 9, 48000, noisy), 48000)
        lines.append(f"{i}.wav\t{'noise; loud' if noisy else 'tones'}\t{split}")
    (folder / "tags.tsv").write_text("\n".join(lines) + "\n")


def interrupt_after(command, checkpoint):
    """Start the training and kill it when the checkpoint is there."""
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as run:
        while not checkpoint.exists() and run.poll() is None:
            time.sleep(0.05)
        assert run.poll() is None, "ended before it could be interrupted"
        run.send_signal(signal.SIGKILL)


def check_no_paths(network, folder=None):
    """Nothing in a network file's metadata names a place of the machine, nor
    the folder that it was made in."""
    data = network.read_bytes()
    text = data[8 : 8 + int.from_bytes(data[:8], "little")].decode("utf-8")
    assert not folder or folder.name not in text, folder.name
    found = re.findall(r'(?:^|[\s"=:,])((?:/|\.\./)[\w.][^"\s]*)', text)
    assert not found, found
