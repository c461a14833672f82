# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The C front end, so that training hears what the plugin hears."""

import ctypes
import functools
import pathlib
import subprocess

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[3]
SOURCES = [
    "model/train/data/frontend.c",
    "dsp/resampler.c",
    "dsp/fft.c",
    "dsp/logmel.c",
    "dsp/melbank.c",
]
PACKAGES = ["soxr", "fftw3f"]


class Settings(ctypes.Structure):
    """FrontEnd of dsp/logmel.h."""

    _fields_ = [
        ("rate", ctypes.c_uint32),
        ("window", ctypes.c_uint32),
        ("hop", ctypes.c_uint32),
        ("bands", ctypes.c_uint32),
        ("f_min", ctypes.c_float),
        ("f_max", ctypes.c_float),
        ("gain", ctypes.c_float),
    ]


def _build(library):
    flags = subprocess.run(
        ["pkg-config", "--cflags", "--libs", *PACKAGES],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    library.parent.mkdir(parents=True, exist_ok=True)
    partial = library.with_suffix(".part")
    command = ["cc", "-std=c11", "-O2", "-ffp-contract=off", "-fPIC"]
    command += ["-shared", "-I.", "-o", str(partial), *SOURCES, *flags]
    command += ["-lfftw3f_threads", "-lm"]
    subprocess.run(command, check=True, cwd=ROOT)
    partial.replace(library)


@functools.lru_cache(maxsize=None)
def _library():
    library = ROOT / "build" / "train" / "frontend.so"
    inputs = [ROOT / source for source in SOURCES]
    inputs += [path.with_suffix(".h") for path in inputs[1:]]
    inputs.append(pathlib.Path(__file__))
    newest = max(path.stat().st_mtime for path in inputs)
    if not library.exists() or library.stat().st_mtime < newest:
        _build(library)
    loaded = ctypes.CDLL(str(library))
    loaded.frontend_frames.restype = ctypes.c_uint64
    loaded.frontend_frames.argtypes = [
        ctypes.POINTER(Settings),
        ctypes.c_double,
        ctypes.c_void_p,
        ctypes.c_uint64,
        ctypes.c_void_p,
        ctypes.c_uint64,
    ]
    return loaded


def frames(samples, rate, front_end):
    """Log-mel frames [n, bands], float32, of mono samples at any rate."""
    samples = np.ascontiguousarray(samples, np.float32)
    settings = Settings(**front_end)
    converted = int(len(samples) * front_end["rate"] / rate) + 2
    out = np.empty((converted // front_end["hop"] + 1, front_end["bands"]), np.float32)
    n = _library().frontend_frames(
        settings,
        rate,
        samples.ctypes.data,
        len(samples),
        out.ctypes.data,
        len(out),
    )
    return out[:n]
