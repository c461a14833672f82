# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""What training takes from the C code, so that there is one of it: a shared
library, built anew when a source has changed."""

import ctypes
import functools
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[3]
LIBRARY = ROOT / "build" / "train" / "earmark.so"
SOURCES = [
    "model/train/network/constants.c",
    "model/train/data/frontend.c",
    "model/symbol.c",
    "dsp/framer.c",
    "dsp/highpass.c",
    "dsp/resampler.c",
    "dsp/resampler_soxr.c",
    "dsp/fft.c",
    "dsp/leveller.c",
    "dsp/logmel.c",
    "dsp/loudness.c",
    "dsp/melbank.c",
]
ROOMS = ("base", "dsp", "model", "model/kernels")  # Whose headers the sources include
PACKAGES = ["soxr", "fftw3f"]


def _build():
    flags = subprocess.run(
        ["pkg-config", "--cflags", "--libs", *PACKAGES],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    LIBRARY.parent.mkdir(parents=True, exist_ok=True)
    partial = LIBRARY.with_suffix(f".{os.getpid()}.part")
    command = ["cc", "-std=c11", "-O2", "-ffp-contract=off", "-fPIC"]
    command += ["-shared", "-I.", "-o", str(partial), *SOURCES, *flags]
    command += ["-lfftw3f_threads", "-lm"]
    subprocess.run(command, check=True, cwd=ROOT)
    partial.replace(LIBRARY)


@functools.lru_cache(maxsize=None)
def load():
    """The library."""
    inputs = [ROOT / source for source in SOURCES]
    inputs += [path for room in ROOMS for path in (ROOT / room).glob("*.h")]
    inputs.append(pathlib.Path(__file__))
    newest = max(path.stat().st_mtime for path in inputs)
    if not LIBRARY.exists() or LIBRARY.stat().st_mtime < newest:
        _build()
    return ctypes.CDLL(str(LIBRARY))
