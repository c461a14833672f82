# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Mel filter banks of the teachers' front ends."""

import numpy as np


def _slaney_hz(mel):
    return np.where(
        mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27)
    )


def _slaney_mel(hz):
    """For 1000 Hz and more."""
    return 15 + np.log(hz / 1000) * 27 / np.log(6.4)


def slaney(rate, n_fft, bands):
    """Area-normalised triangles on Slaney's scale [bins, bands]."""
    edges = _slaney_hz(np.linspace(0, _slaney_mel(rate / 2), bands + 2))
    bins = np.arange(n_fft // 2 + 1)[:, None] * rate / n_fft
    rise = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    fall = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    triangles = np.maximum(0, np.minimum(rise, fall))
    return (triangles * 2 / (edges[2:] - edges[:-2])).astype(np.float32)
