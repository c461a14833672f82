# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""What jalv printed after each preset (and the defaults before) are its values.
Arguments: presets.ttl, jalv's output, the presets in the order of loading"""

import re
import sys


def main(turtle, output, *presets):
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
    with open(output, errors="replace") as file:
        text = file.read()
    symbols = wanted[presets[0]]
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
