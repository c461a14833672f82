# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""What jalv printed after each preset (and the defaults before) are its values, and
those of mappings mean what they should.
Arguments: presets.ttl, a plugin's Turtle, jalv's output, the presets in the order of
loading"""

import re
import sys


SOURCES = {"mood": {"map1_tag": "energy", "map2_tag": "valence"}}


def check_sources(plugin, wanted):
    """The numbers of what mappings follow are those of the enumeration."""
    with open(plugin) as file:
        ports = file.read().split("lv2:symbol ")
    for preset, sources in SOURCES.items():
        for symbol, name in sources.items():
            [port] = [p for p in ports if p.startswith(f'"{symbol}"')]
            number = re.search(rf'label "{name}" ;\s+rdf:value (\d+)', port)[1]
            assert wanted[preset][symbol] == float(number), (preset, symbol, number)


def main(turtle, plugin, output, *presets):
    with open(turtle) as file:
        blocks = re.split(r"\n(?=<urn:)", file.read())[1:]
    wanted = {
        re.match(r"<urn:earmark:preset:(\w+)>", block)[1]: {
            symbol: float(value)
            for symbol, value in re.findall(
                r'lv2:symbol "(\w+)" ;\s+pset:value ([\d.]+)', block
            )
        }
        for block in blocks
    }
    assert sorted(wanted) == sorted(presets), wanted
    check_sources(plugin, wanted)
    with open(output, errors="replace") as file:
        text = file.read()
    symbols = {symbol for values in wanted.values() for symbol in values}
    shown = {
        s: [float(v) for v in re.findall(r"^(?:> )*%s = ([\d.]+)" % s, text, re.M)]
        for s in symbols
    }
    for i, preset in enumerate(presets):
        for symbol, value in wanted[preset].items():
            assert abs(shown[symbol][i + 1] - value) < 1e-6, (
                preset,
                symbol,
                value,
                shown[symbol],
                text,
            )
    assert len({tuple(values.items()) for values in wanted.values()}) == len(presets)


main(*sys.argv[1:])
