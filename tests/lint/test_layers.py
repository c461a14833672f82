#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Includes go only where the wscript's table of rooms lets them: no arrow goes up,
and none in a circle.  A header has a name of its own, which leads to its source and
is that of its guard.  With --print, shows which room includes which."""

import ast
import collections
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLES = ("ROOMS", "WINDOW_ROOMS", "TEST_ROOMS")
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.MULTILINE)
GUARD = re.compile(r"^#ifndef (EARMARK_\w+_H)$", re.MULTILINE)

# Headers without a source of that name: all that they declare is in them, or stands
# in one file each of a family (kernels, commands)
ALONE = """arithmetic avx512 body clock commands denormals frame glibc history_trial
    lv2_inline_display network packet_tap port_symbols realtime resampler_backend rows run
    trapped_libc uris""".split()

# What is linked from rooms, and may include all that it is linked with
PROGRAMS = {
    "tools": "tools/* ttl",
    "ttl/generate": "ttl",
    "bench": "tests/support/host plugin/ui",
    "bench/peers": "engine bench",
    "tests/host/window": "base",
    "tests/build": "",
    "tests/fuzz": "tests/support",
    "model/train": "dsp model/file",
}


def constants(path, names):
    """What a script of waf sets these names to, in its order."""
    for node in ast.parse((ROOT / path).read_text()).body:
        if isinstance(node, ast.Assign) and node.targets[0].id in names:
            yield ast.literal_eval(node.value)


def read_rooms():
    """{room: {rooms that it may include}} as the wscript has them, in order."""
    rooms = {}
    for table in constants("wscript", TABLES):
        for room, uses in table.items():
            known = [use for use in uses.split() if not use.isupper()]
            for use in known:
                assert use in rooms, f"{room} uses {use}, which is not above it"
            rooms[room] = set(known).union(*(rooms[use] for use in known))
    tested = list(rooms)
    for program, uses in PROGRAMS.items():
        known = [r for r in rooms for use in uses.split() if pathlib.Path(r).match(use)]
        known += [use for use in uses.split() if use in PROGRAMS]
        rooms[program] = set(known).union(*(rooms[use] for use in known))
    (hosted,) = constants("tests/wscript", ["HOSTED"])
    for room in tested:
        support = "tests/support/host" if room in hosted else "tests/support"
        uses = {support, room}  # As the room that is tested
        rooms[f"tests/unit/{room}"] = uses | rooms[support] | rooms[room]
    return rooms


def room_of(path, rooms):
    """The innermost room that a file lies in, or None."""
    folders = [str(folder) for folder in pathlib.PurePath(path).parents]
    for folder in folders:
        if folder in rooms:
            return folder
    return None


def includes(text):
    """What a file includes of ours, however it is quoted"""
    for mark, included in INCLUDE.findall(text):
        if mark == '"' or (ROOT / included).exists():
            yield included


def faults_of_header(path, text):
    """Its source and its guard are called as it is; body.h is included often"""
    name = path.stem
    if path.with_suffix(".c").exists() == (name in ALONE):
        yield f"{path.relative_to(ROOT)} has no source, or is wrongly in ALONE"
    if name != "body" and GUARD.findall(text)[:1] != [f"EARMARK_{name.upper()}_H"]:
        yield f"{path.relative_to(ROOT)} has a guard of another name"


def main():
    """Check every file."""
    rooms = read_rooms()
    arrows, wrong, names = collections.Counter(), [], collections.Counter()
    for path in sorted(ROOT.glob("*/**/*.[ch]")):
        name = str(path.relative_to(ROOT))
        if name.startswith((".", "build")):
            continue
        room = room_of(name, rooms)
        if room is None:
            wrong.append(f"{name} lies in no room")
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".h":
            names[path.name] += 1
            wrong += faults_of_header(path, text)
        for included in includes(text):
            target = room_of(included, rooms)
            arrows[room, target] += room != target
            if not (ROOT / included).exists():
                wrong.append(f"{name}: there is no {included}")
            elif target not in rooms[room] | {room}:
                wrong.append(f"{name} includes {included}: {room} may not use {target}")
    wrong += [f"{name} stands {n} times" for name, n in names.items() if n > 1]
    if "--print" in sys.argv:
        for (room, target), n in sorted(arrows.items()):
            if n:
                print(f"{room} -> {target} ({n})")
    assert len(arrows) > 20, "no includes found"
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
