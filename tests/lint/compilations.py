# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Our C files as the build compiles them, for checks that take time: what
compile_commands.json has, several files at a time."""

import concurrent.futures
import json
import os
import shlex
import subprocess
import sys

SKIPPED = 77
ROOT = os.path.abspath(os.environ.get("EARMARK_ROOT", "."))
BUILD = os.path.abspath(os.environ.get("EARMARK_BUILD", "build"))
DATABASE = os.path.join(BUILD, "compile_commands.json")


def compilations():
    """File and compiler's arguments, each once; without what the build itself made"""
    if not os.path.exists(DATABASE):
        print("no %s" % DATABASE)
        sys.exit(SKIPPED)
    with open(DATABASE) as database:
        entries = json.load(database)
    for entry in entries:
        assert entry["directory"] == BUILD, "built elsewhere: build again"
    found = {}
    for entry in sorted(entries, key=lambda entry: entry["file"]):
        arguments = shlex.split(entry["command"])
        arguments = [a for a in arguments if a != "-c" and not a.startswith("-o")]
        if not entry["file"].startswith(BUILD + os.sep):
            found[" ".join(arguments)] = (entry["file"], arguments)
    return list(found.values())


def run_all(commands):
    """Run in the build folder, as many at once as there are processors; print what
    those that fail say; return whether all are good"""

    def run(command):
        return subprocess.run(
            command,
            cwd=BUILD,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    good = True
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for done in pool.map(run, commands):
            if done.returncode:
                print(done.stdout.strip())
                good = False
    return good
