#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The figures of the response, on tags whose course is known."""

import pathlib
import tempfile

import common
import numpy as np

from model.train.reports import response, response_plot

assert common.ROOT
TIMES = np.arange(0.2, 34, 0.2)
CUT = 14.0


def step(at, width=0.0):
    """Two tags that change places at a time, over `width` seconds."""
    second = np.clip((TIMES - at) / max(width, 1e-9), 0, 1)
    return np.stack([1 - second, second], 1) * 0.8


def test_time_to_lead():
    for after in (1.0, 5.0):
        wait = response.time_to_lead(TIMES, step(CUT + after), 1, CUT)
        assert abs(wait - after) < 0.21, wait
    assert response.time_to_lead(TIMES, step(99), 1, CUT) == np.inf
    # A moment in the lead is not yet the lead
    tags = step(CUT + 6)
    tags[(TIMES > CUT + 1) & (TIMES < CUT + 1.7)] = (0, 1)
    assert abs(response.time_to_lead(TIMES, tags, 1, CUT) - 6) < 0.21


def test_smoothing():
    smoothed = response.smooth(TIMES, step(CUT), 2.0)
    at = np.interp(CUT + 2.0, TIMES, smoothed[:, 1]) / 0.8
    assert abs(at - (1 - np.exp(-1))) < 0.05, at
    assert (response.smooth(TIMES, step(CUT), 0) == step(CUT)).all()
    assert response.time_to_lead(TIMES, smoothed, 1, CUT) > 1.2


def test_steadiness():
    rng = np.random.default_rng(3)
    flat = np.full((len(TIMES), 6), 0.4)
    assert response.deviation(TIMES, flat, 3) < 1e-12
    noisy = flat + 0.05 * rng.standard_normal(flat.shape)
    found = response.deviation(TIMES, noisy, 3)
    assert abs(found - 0.05) < 0.01, found
    smoothed = response.smooth(TIMES, noisy, 1)
    assert response.deviation(TIMES, smoothed, 3) < found / 2


def test_report():
    grid = np.arange(0, 15, 0.1)
    way = response.rise(TIMES, step(CUT, 5), 1, CUT, grid)
    assert abs(np.interp(2.5, grid, way) - 0.5) < 0.05
    keys = [(m, s) for m in response.MEMORIES for s in response.SMOOTHINGS]
    waits = {key: [key[0] + key[1], np.inf, key[0]] for key in keys}
    steady = {key: 0.1 / key[0] for key in keys}
    text = response.table(waits, steady, 9)
    assert len(text.splitlines()) == 5 + len(keys) and "33%" in text
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "plot.png"
        response_plot.plot(
            path, grid, {m: [way] for m in response.MEMORIES}, waits, steady
        )
        assert path.read_bytes()[:4] == b"\x89PNG"


common.run(test_time_to_lead, test_smoothing, test_steadiness, test_report)
