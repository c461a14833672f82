#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Which clips the ablation's variants learn from, and its table."""

import pathlib

import common

from model.train.data import augment
from model.train.reports import ablation
from model.train.data.dataset import Clip

assert common.ROOT
PLAN = augment.Plan(gain=-3.0)


def clip(name, plan=None):
    return Clip(name, pathlib.Path(name), "train", plan=plan)


def test_variants():
    own = {"a", "b"}
    clips = [clip("a"), clip("a~1", PLAN), clip("p/x.ogg"), clip("p/x.ogg~1", PLAN)]
    taken = {
        v.name: [c.name for c in clips if v.takes(c, own)] for v in ablation.VARIANTS
    }
    assert taken == {
        "the data set's clips": ["a"],
        "and mixtures within batches": ["a"],
        "and changed versions": ["a", "a~1"],
        "and packages, no changed versions": ["a", "p/x.ogg"],
        "all of it": ["a", "a~1", "p/x.ogg", "p/x.ogg~1"],
        "packages alone, all of it": ["p/x.ogg", "p/x.ogg~1"],
        "the data set's clips, mixtures, hidden units": ["a"],
    }, taken
    assert [v.hidden_units > 0 for v in ablation.VARIANTS].index(True) == 6
    assert ablation.VARIANTS[0].mixtures == 0 < ablation.VARIANTS[1].mixtures


def test_table():
    def run(area):
        return {
            s: {"roc_auc": area, "spearman": 0.5, "top1": 0.1, "top5": 0.2}
            for s in ("x", "y")
        }

    lines = ablation.table([("one", 1.25, [run(0.9), run(0.92)])], ["x", "y"])
    row = [cell.strip() for cell in lines.splitlines()[2].split("|")[1:-1]]
    assert row[:3] == ["one", "1.2", "0.9100"] and row[-2:] == ["0.9100", "0.0200"]
    assert len({line.count("|") for line in lines.splitlines()}) == 1


common.run(test_variants, test_table)
