#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Symbols are valid, unique and shadow no port; members are merged."""

import re

import common
import numpy as np

from model.train import views

assert common.ROOT


def main():
    """Names that could go wrong."""
    assert views.symbol("Hip-Hop") == "hip_hop"
    assert views.symbol("80s") == "_80s"
    assert views.symbol("genre---rock") == "genre_rock"
    assert views.symbol("loud") == "loud"
    assert views.symbol("load") == "load_tag"
    assert views.symbol("memory") == "memory_tag"
    assert views.symbol("?!") == "_"

    sets = {"msd": ["rock", "80s", "Rock!"], "jamendo": ["genre---rock"]}
    built = views.build(sets)
    assert [v["name"] for v in built] == ["default", "msd", "jamendo"]
    for view in built:
        symbols = [tag["symbol"] for tag in view["tags"]]
        assert len(set(symbols)) == len(symbols)
        assert all(re.fullmatch("[a-z_][a-z0-9_]*", s) for s in symbols)
    default = built[0]
    rock = default["tags"][0]
    assert rock["name"] == "rock" and rock["group"] == "genre"
    assert rock["members"] == [[0, 0.5], [3, 0.5]]
    merged = views.merge(default, np.array([[0.2, 0.0, 0.0, 0.6]]))
    assert np.allclose(merged, [[0.4]])
    assert [t["name"] for t in built[1]["tags"]] == sets["msd"]


main()
