# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Templates as C, so that the program has them wherever it is installed.

Usage: embed.py OUTPUT TEMPLATE...
"""

import json
import pathlib
import sys


def _lines(path):
    """A template's lines after its leading comment."""
    lines = path.read_text(encoding="ascii").splitlines()
    while lines and lines[0].startswith("#"):
        lines.pop(0)
    return lines


def main():
    """Write the table."""
    output, *paths = map(pathlib.Path, sys.argv[1:])
    text = '#include "ttl/template.h"\n\n#include <stddef.h>\n'
    table = ""
    for i, path in enumerate(sorted(paths)):
        quoted = "".join(f"  {json.dumps(x)},\n" for x in _lines(path))
        text += f"\nstatic const char* const lines_{i}[] = {{\n{quoted}  NULL}};\n"
        table += f'  {{"{path.name.split(".ttl.in")[0]}", lines_{i}}},\n'
    text += f"\nconst Template templates[] = {{\n{table}  {{NULL, NULL}}}};\n"
    output.write_text(text, encoding="ascii")


if __name__ == "__main__":
    main()
