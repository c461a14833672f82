# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The C front end, so that a network is trained on what the plugin computes."""

import ctypes
import functools

import numpy as np

from ..base import c_library


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


@functools.lru_cache(maxsize=None)
def _function():
    function = c_library.load().frontend_frames
    function.restype = ctypes.c_uint64
    function.argtypes = [
        ctypes.POINTER(Settings),
        ctypes.c_double,
        ctypes.c_void_p,
        ctypes.c_uint64,
        ctypes.c_void_p,
        ctypes.c_uint64,
    ]
    return function


def frames(samples, rate, front_end):
    """Log-mel frames [n, bands], float32, of mono samples at any rate."""
    samples = np.ascontiguousarray(samples, np.float32)
    settings = Settings(**front_end)
    converted = int(len(samples) * front_end["rate"] / rate) + 2
    out = np.empty((converted // front_end["hop"] + 1, front_end["bands"]), np.float32)
    n = _function()(
        settings,
        rate,
        samples.ctypes.data,
        len(samples),
        out.ctypes.data,
        len(out),
    )
    return out[:n]
