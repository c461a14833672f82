#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Files and folders that the documents name, in links or as code, are there"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
WORD = re.compile(r"[\w.*{},/-]+")


def documents():
    for path in sorted(ROOT.rglob("*.md")):
        first = path.relative_to(ROOT).parts[0]
        if not first.startswith((".", "build")):
            yield path


def expand(pattern):
    """The patterns that one with {a,b} stands for"""
    found = re.search(r"\{([^{}]*)\}", pattern)
    if not found:
        return [pattern]
    start, end = pattern[: found.start()], pattern[found.end() :]
    return [p for part in found[1].split(",") for p in expand(start + part + end)]


def exists(folder, name):
    """`dsp/ring` is a module: ring.c and ring.h"""
    return all(
        (folder / p).exists() or any(folder.glob(p)) or any(folder.glob(p + ".[ch]"))
        for p in expand(name.rstrip("/.,"))
    )


def named(text):
    """Paths in code that begin with one of our folders"""
    rooms = {p.name for p in ROOT.iterdir() if p.is_dir() and p.name[0] != "."}
    for code in CODE.findall(text):
        for word in WORD.findall(code):
            first = word.removeprefix("./").split("/")[0]
            if "/" in word and first in rooms and not first.startswith("build"):
                yield word.removeprefix("./")


def main():
    wrong, n_names = [], 0
    for path in documents():
        text = path.read_text(encoding="utf-8")
        for link in LINK.findall(text):
            target = link.split("#")[0]
            if target and "://" not in target and not target.startswith("mailto:"):
                n_names += 1
                if not exists(path.parent, target):
                    wrong.append((path, link))
        for name in named(text):
            n_names += 1
            if not exists(ROOT, name) and not exists(path.parent, name):
                wrong.append((path, name))
    for path, name in wrong:
        print("%s: there is no %s" % (path.relative_to(ROOT), name))
    print("%d names" % n_names)
    assert n_names, "no document names anything"
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
