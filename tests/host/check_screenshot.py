# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Compares the longest bar of the window with what the ports said.

Usage: check_screenshot.py TURTLE (SCREENSHOT PRINTED)...: pixels as PPM, and
what jalv printed of the controls until then, or - if no bar may be seen.
"""

import pathlib
import re
import sys

BARS = [  # Those of the groups, where the tag is worth saying, and faint
    (86, 180, 233),
    (230, 159, 0),
    (0, 158, 115),
    (213, 94, 0),
    (204, 121, 167),
    (240, 228, 66),
    (153, 153, 153),
]
TROUGH = (50, 52, 53)
MARK = 3  # Pixels of a threshold
NEAR = 4  # Rounding
TOLERANCE = 0.08  # The tags move a little between the two


def read_ppm(path):
    """Width, height, and rows of pixels."""
    data = pathlib.Path(path).read_bytes()
    head = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", data)
    width, height = int(head[1]), int(head[2])
    rows = memoryview(data)[head.end() :]
    return (
        width,
        height,
        [rows[3 * width * y : 3 * width * (y + 1)] for y in range(height)],
    )


def _is(row, x, colour):
    return all(abs(row[3 * x + i] - colour[i]) <= NEAR for i in range(3))


def _bars(row, width):
    """(filled, whole) pixels of each bar in a row: a stretch of a group's colour, then
    one of the trough's, with the mark of a threshold somewhere"""
    colours = [*BARS, *(tuple((a + b) // 2 for a, b in zip(c, TROUGH)) for c in BARS)]
    x = 0
    while x < width:
        own = next((c for c in colours if _is(row, x, c)), None)
        if own is None:
            x += 1
            continue
        begin, filled, end, other = x, x, x, 0
        while x < width and other <= MARK:
            if _is(row, x, own) and filled >= end - MARK - 1:
                filled, end, other = x, x, 0
            elif _is(row, x, TROUGH):
                end, other = x, 0
            else:
                other += 1
            x += 1
        if filled - begin > 10 and end > filled + 10:
            yield filled - begin + 1, end - begin + 1


def longest_bar(path):
    """The largest share of a bar that is filled, and the bars' length in pixels."""
    width, _, rows = read_ppm(path)
    found = [(n / whole, whole) for row in rows for n, whole in _bars(row, width)]
    return max(found, default=(0.0, 0))


def strongest(path, ranked):
    """The largest value among tags, as last printed."""
    values = {}
    for line in pathlib.Path(path).read_text(errors="replace").splitlines():
        found = re.fullmatch(r"(\w+) = (-?[\d.]+)", line.strip())
        if found:
            values[found[1]] = float(found[2])
    return max((v, k) for k, v in values.items() if k in ranked)


def ranked_tags(path):
    """Symbols of the tags that the top tag may be."""
    text = pathlib.Path(path).read_text(encoding="utf-8")
    top = text[
        text.index('lv2:symbol "top_tag"') : text.index('lv2:symbol "top_probability"')
    ]
    names = set(re.findall(r'rdfs:label ("[^"]+")', top))
    ports = re.findall(r'lv2:symbol "(\w+)" ;\s+lv2:name ("[^"]+")', text)
    return {symbol for symbol, name in ports if name in names}


def main():
    """Compare all pairs."""
    ranked = ranked_tags(sys.argv[1])
    lengths = []
    for picture, printed in zip(sys.argv[2::2], sys.argv[3::2]):
        share, length = longest_bar(picture)
        if printed == "-":
            print(f"{picture}: {share:.2f} of {length} pixels")
            continue
        value, tag = strongest(printed, ranked)
        print(f"{picture}: {share:.2f} of {length} pixels, {tag} {value:.2f}")
        assert abs(share - value) < TOLERANCE
        lengths.append(length)
    assert value > 0.3 and lengths[0] > 100 and lengths[1] > 1.3 * lengths[0]


if __name__ == "__main__":
    main()
