#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Variants use the features that they should, and cost what `earmark info`
says of the whole network."""

import re
import subprocess

import common
import numpy as np

from model.train.network import network_file, shape
from model.train.training import command_line
from model.train.reports import experiment


def main():
    """Columns, costs and the sentences made of the numbers."""
    branches = [shape.branch(n, command_line.FILTERS[n]) for n in experiment.FIVE]
    five = shape.Shape(tuple(branches), (384,), ("a", "b"))
    every = experiment.columns(five, experiment.FIVE, True)
    assert np.array_equal(every, np.arange(five.n_features))
    parts = [experiment.columns(five, (n,), True) for n in experiment.FIVE]
    assert np.array_equal(np.concatenate(parts), every)
    last = experiment.columns(five, (18,), False)
    assert np.array_equal(last, np.arange(128 + 192, 128 + 192 + 256))

    program = common.BUILD / "earmark"
    if not program.exists():
        common.skip("build/earmark is not built")
    path = common.ROOT / "model/default/default.safetensors"
    net, _ = network_file.load(path)
    scales = [branch.frames for branch in net.shape.branches]
    parameters, work = experiment.cost(net.shape, scales, net.shape.n_features)
    said = subprocess.run(
        [program, "info", path], check=True, text=True, stdout=subprocess.PIPE
    ).stdout
    assert abs(parameters - net.n_parameters) < 1
    cost = float(re.search(r"cost +([\d.]+) million", said).group(1))
    assert abs(cost - work / 1e6) < 0.1, (cost, work)

    runs = []
    for seed in (0.0, 0.001):
        run = {}
        for i, (name, _, _) in enumerate(experiment.VARIANTS):
            run[name] = {"msd": {"roc_auc": 0.8 + 0.01 * i + seed}}
        runs.append(run)
    said = "\n".join(experiment.verdict(runs))
    assert "largest spread between seeds of any row is 0.0010" in said
    assert "more than the spread" in said and " is found here" in said
    for run in runs:
        run["local 216"]["msd"]["roc_auc"] = 0.99
    said = "\n".join(experiment.verdict(runs))
    assert "no more than the spread" in said and "is not found here" in said


main()
