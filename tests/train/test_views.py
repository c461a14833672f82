#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Symbols are valid, unique and shadow no port; members are merged."""

import re

import common
import numpy as np

from model.train.network import symbols, views

assert common.ROOT


def main():
    """Names that could go wrong."""
    assert symbols.make("Hip-Hop") == "hip_hop"
    assert symbols.make("80s") == "tag_80s"
    assert symbols.make("80s", "era") == "era_80s"
    assert symbols.make("genre---rock") == "genre_rock"
    assert symbols.make("loud") == "loud"
    assert symbols.make("load") == "load_2"
    assert symbols.make("memory") == "memory_2"
    assert symbols.make("?!") == "tag"

    sets = {"msd": ["rock", "80s", "Rock!"], "jamendo": ["genre---rock"]}
    outputs = [f"{s}:{tag}" for s in sets for tag in sets[s]]
    assert views.sets_of(outputs) == sets
    built = views.build(sets)
    assert [v["name"] for v in built] == ["default", "msd", "jamendo"]
    for view in built:
        taken = [tag["symbol"] for tag in view["tags"]]
        assert len(set(taken)) == len(taken)
        assert all(re.fullmatch("[a-z][a-z0-9_]*", s) for s in taken)
    assert not any("silence" in view for view in built)
    with_content = views.build({**sets, "content": ["music", "silence"]})
    assert [v.get("silence") for v in with_content] == [5, None, None]
    p = np.array([[0.2, 0.1, 0.0, 0.6, 0.5, 0.75]])
    tags = [tag["name"] for tag in with_content[0]["tags"]]
    shown = dict(zip(tags, views.shown(with_content[0], p)[0]))
    assert np.allclose(
        [shown["rock"], shown["music"], shown["silence"]], [0.1, 0.125, 0.75]
    )
    default = built[0]
    groups = [group["name"] for group in default["groups"]]
    assert groups == ["genre", "era"]  # As in groups.tsv, not as in view.tsv
    assert default["groups"][0]["choice"] and "groups" not in built[1]
    rock = default["tags"][0]
    assert rock["name"] == "rock" and rock["group"] == "genre"
    assert rock["members"] == [[0, 0.5], [3, 0.5]]
    merged = views.merge(default, np.array([[0.2, 0.0, 0.0, 0.6]]))
    assert np.allclose(merged, [[0.4, 0.0]])
    assert [t["name"] for t in built[1]["tags"]] == sets["msd"]


main()
