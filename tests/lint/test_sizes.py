#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""No file of C or Python has more than 300 lines, no function of Python more than
40; clang-tidy holds those of C"""

import ast
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
MOST_LINES = 300
MOST_LINES_OF_FUNCTION = 40


def sources(kinds):
    """Our files of these kinds."""
    command = ["sh", "-c", f". tests/lint/sources.sh; sources {kinds}"]
    listed = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return listed.stdout.decode().split()


def long_functions(text):
    """(name, lines) of each that is too long"""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            n = node.end_lineno - node.lineno + 1
            if n > MOST_LINES_OF_FUNCTION:
                yield node.name, n


def main():
    """Check every file."""
    wrong, python = [], set(sources("py"))
    for name in sorted(python.union(sources("c h cpp"))):
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        n = text.count("\n")
        if n > MOST_LINES:
            wrong.append(f"{name} has {n} lines")
        if name in python:
            wrong += [f"{name}: {f}() has {n} lines" for f, n in long_functions(text)]
    assert len(python) > 50, "no files found"
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
