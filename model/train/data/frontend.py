# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The C front end, so that a network is trained on what the plugin computes."""

import ctypes
import functools

import numpy as np

from ..base import c_library


class Level(ctypes.Structure):
    """LevelSettings of dsp/leveller.h."""

    _fields_ = [
        (name, ctypes.c_float)
        for name in (
            "target",
            "seconds",
            "gate",
            "range",
            "fall",
            "max_gain",
            "min_gain",
        )
    ]


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
        ("is_levelled", ctypes.c_bool),
        ("level", Level),
    ]


@functools.lru_cache(maxsize=None)
def _functions():
    library = c_library.load()
    frames_of, gains_of = library.frontend_frames, library.frontend_gains
    frames_of.restype = gains_of.restype = ctypes.c_uint64
    frames_of.argtypes = [
        ctypes.POINTER(Settings),
        ctypes.c_double,
        ctypes.c_void_p,
        ctypes.c_uint64,
        ctypes.c_void_p,
        ctypes.c_void_p,
        ctypes.c_uint64,
    ]
    gains_of.argtypes = [
        ctypes.POINTER(Level),
        ctypes.c_double,
        ctypes.c_void_p,
        ctypes.c_uint64,
        ctypes.c_void_p,
    ]
    return frames_of, gains_of


def _settings(front_end):
    values = {k: v for k, v in front_end.items() if k != "level"}
    level = front_end.get("level")
    return Settings(**values, is_levelled=bool(level), level=Level(**(level or {})))


def frames(samples, rate, front_end):
    """(log-mel frames [n, bands], their powers [n]), float32, of mono samples
    at any rate."""
    samples = np.ascontiguousarray(samples, np.float32)
    converted = int(len(samples) * front_end["rate"] / rate) + 2
    out = np.empty((converted // front_end["hop"] + 1, front_end["bands"]), np.float32)
    powers = np.empty(len(out), np.float32)
    n = _functions()[0](
        _settings(front_end),
        rate,
        samples.ctypes.data,
        len(samples),
        out.ctypes.data,
        powers.ctypes.data,
        len(out),
    )
    return out[:n], powers[:n]


def gains(powers, front_end):
    """What the level follower multiplies frames of these powers [n] with."""
    powers = np.ascontiguousarray(powers, np.float32)
    found = np.ones(len(powers), np.float32)
    if front_end.get("level"):
        rate = front_end["rate"] / front_end["hop"]
        _functions()[1](
            Level(**front_end["level"]),
            rate,
            powers.ctypes.data,
            len(powers),
            found.ctypes.data,
        )
    return found
