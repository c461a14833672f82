#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Run every test: the executables in build/tests and the scripts in the folders
of tests/.  A test passes with exit status 0 and is skipped with 77."""

import argparse
import glob
import os
import subprocess
import sys
import time

SKIPPED = 77
TIME_LIMIT = 900  # seconds for one test


def find_tests(root, build):
    binaries = glob.glob(build + "/tests/unit/**/test_*", recursive=True)
    scripts = glob.glob(os.path.join(root, "tests", "*", "test_*"))
    return [
        t
        for t in sorted(binaries) + sorted(scripts)
        if os.access(t, os.X_OK) and os.path.isfile(t)
    ]


def run(path):
    """Returns the status and all that the test printed."""
    try:
        done = subprocess.run(
            [path],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=TIME_LIMIT,
        )
    except subprocess.TimeoutExpired as late:
        return -1, (late.stdout or b"").decode(errors="replace") + "\nran too long"
    except OSError as broken:
        return -1, str(broken)
    return done.returncode, done.stdout.decode(errors="replace")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--filter", default="", help="run only tests whose path has this text"
    )
    wanted = parser.parse_args().filter
    root, build = os.environ["EARMARK_ROOT"], os.environ["EARMARK_BUILD"]

    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for path in find_tests(root, build):
        name = os.path.relpath(path, build if path.startswith(build) else root)
        if wanted not in name:
            continue
        start = time.monotonic()
        status, output = run(path)
        verdict = {0: "passed", SKIPPED: "skipped"}.get(status, "failed")
        counts[verdict] += 1
        print(
            "%-8s %6.1f s  %s" % (verdict, time.monotonic() - start, name), flush=True
        )
        if verdict != "passed" and output.strip():
            lines = output.strip().splitlines()
            shown = lines[-1:] if verdict == "skipped" else lines[-60:]
            print("\n".join("    " + line for line in shown), flush=True)

    print("%(passed)d passed, %(failed)d failed, %(skipped)d skipped" % counts)
    return 1 if counts["failed"] or not counts["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
