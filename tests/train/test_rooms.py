#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The folders of model/train import only what lies below them, in the order
that model/train/README.md lists them in; nothing imports in a circle."""

import ast
import os
import pathlib
import re

ROOT = pathlib.Path(os.environ.get("EARMARK_ROOT", ".")).resolve()
TRAIN = ROOT / "model" / "train"


def rooms():
    """The folders, the lowest first; "", the commands, stand on all others."""
    text = (TRAIN / "README.md").read_text(encoding="utf-8")
    return [*re.findall(r"^\| `(\w+)/` \|", text, re.MULTILINE), ""]


def targets(path, tree):
    """The files of model/train that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            package = path.relative_to(ROOT).parts[:-1]
            base = package[: len(package) + 1 - node.level] if node.level else ()
            base = ".".join([*base, *filter(None, [node.module])])
            names = [base, *(f"{base}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            file = ROOT / (name.replace(".", "/") + ".py")
            if file.is_relative_to(TRAIN) and file.exists():
                yield file


def room(path):
    """The folder of a module, "" for the commands on top."""
    return "" if path.parent == TRAIN else path.parent.name


def wrong(files):
    """Imports that run upward, of {file: files that it imports}."""
    order = rooms()
    return [
        f"{path.relative_to(TRAIN)} imports {other.relative_to(TRAIN)}"
        for path, others in files.items()
        for other in others
        if order.index(room(other)) > order.index(room(path))
    ]


def circle(files):
    """Modules of which each needs another one of them."""
    left = {path: set(others) for path, others in files.items()}
    while free := [path for path, others in left.items() if not others & left.keys()]:
        for path in free:
            del left[path]
    return sorted(str(path.relative_to(TRAIN)) for path in left)


def read(path):
    return list(targets(path, ast.parse(path.read_text(encoding="utf-8"))))


def main():
    files = {path: read(path) for path in TRAIN.rglob("*.py")}
    assert set(map(room, files)) == set(rooms()), rooms()
    assert sum(map(len, files.values())) > 100, "imports are not found"
    assert not wrong(files), wrong(files)
    assert not circle(files), circle(files)
    # And it would be seen
    low, high = TRAIN / "base/metrics.py", TRAIN / "training/pipeline.py"
    for text in (
        "from ..training import pipeline",
        "from ..training.pipeline import Pipeline",
        "import model.train.training.pipeline",
        "from model.train.training import pipeline",
    ):
        bad = {**files, low: list(targets(low, ast.parse(text)))}
        assert high in bad[low] and len(wrong(bad)) == 1, text
        assert {str(f.relative_to(TRAIN)) for f in (low, high)} <= set(circle(bad))


main()
