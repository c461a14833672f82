# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The page's files as C, so that the program has them wherever it is installed.

Usage: embed.py OUTPUT FILE...
"""

import hashlib
import pathlib
import sys

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
WIDTH = 16  # Bytes a line


def main():
    """Write the table."""
    output, *paths = map(pathlib.Path, sys.argv[1:])
    text = '#include "tools/watch/page/asset.h"\n'
    table = ""
    for i, path in enumerate(sorted(paths)):
        data = path.read_bytes()
        tag = hashlib.sha256(data).hexdigest()[:16]
        lines = (data[k : k + WIDTH] for k in range(0, len(data), WIDTH))
        body = ",\n  ".join(", ".join(str(b) for b in line) for line in lines)
        text += f"\nstatic const unsigned char bytes_{i}[] = {{\n  {body}}};\n"
        table += f'  {{"{path.name}", "{TYPES[path.suffix]}", "\\"{tag}\\"",\n'
        table += f"   bytes_{i}, sizeof(bytes_{i})}},\n"
    text += f"\nconst Asset assets[] = {{\n{table}  {{0}}}};\n"
    output.write_text(text, encoding="ascii")


if __name__ == "__main__":
    main()
