#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Run every test: the executables in build/tests and the scripts in the folders
of tests/.  A test passes with exit status 0 and is skipped with 77.  Several run
at a time, more than there are processors, as many wait for streams in real time;
those of ALONE come one after the other at the end."""

import argparse
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
SKIPPED = 77
TIME_LIMIT = 900  # seconds for one test

# What must be on time, has JACK or a display, or keeps all processors busy itself
ALONE = (
    "tests/build/",
    "tests/fuzz/",
    "tests/host/",
    "tests/lint/test_clang_tidy",
    "tests/lint/test_cppcheck",
    "tests/lint/test_warnings",
    "tests/unit/base/test_thread",
    "tests/unit/plugin/",
)


def find_tests(root, build):
    """Name and path of each"""
    # Those that have a source: older builds may have left others
    sources = sorted((root / "tests" / "unit").rglob("test_*.c"))
    binaries = [build / path.relative_to(root).with_suffix("") for path in sources]
    scripts = sorted((root / "tests").glob("*/test_*"))
    found = [(path.relative_to(build), path) for path in binaries]
    found += [(path.relative_to(root), path) for path in scripts]
    return [
        (str(name), path)
        for name, path in found
        if os.access(path, os.X_OK) and path.is_file()
    ]


def run(path):
    """Returns the status, all that the test printed and how long it took."""
    start = time.monotonic()
    try:
        done = subprocess.run(
            [path],
            cwd=os.environ["EARMARK_ROOT"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=TIME_LIMIT,
        )
        status, output = done.returncode, done.stdout
    except subprocess.TimeoutExpired as late:
        status, output = -1, (late.stdout or b"") + b"\nran too long"
    except OSError as broken:
        status, output = -1, str(broken).encode()
    return status, output.decode(errors="replace"), time.monotonic() - start


def report(name, status, output, seconds):
    """Prints how a test ended, and returns that."""
    verdict = {0: "passed", SKIPPED: "skipped"}.get(status, "failed")
    print("%-8s %6.1f s  %s" % (verdict, seconds, name), flush=True)
    if verdict != "passed" and output.strip():
        lines = output.strip().splitlines()
        shown = lines[-1:] if verdict == "skipped" else lines[-60:]
        print("\n".join("    " + line for line in shown), flush=True)
    return verdict


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--filter", default="", help="run only tests whose path has this text"
    )
    parser.add_argument(
        "--jobs", type=int, default=2 * os.cpu_count(), help="how many at a time"
    )
    choice = parser.parse_args()
    root = pathlib.Path(os.environ.setdefault("EARMARK_ROOT", str(ROOT)))
    build = pathlib.Path(os.environ.setdefault("EARMARK_BUILD", str(root / "build")))

    counts = {"passed": 0, "failed": 0, "skipped": 0}
    tests = [t for t in find_tests(root, build) if choice.filter in t[0]]
    alone = [t for t in tests if t[0].startswith(ALONE)]
    with concurrent.futures.ThreadPoolExecutor(max(1, choice.jobs)) as pool:
        running = {pool.submit(run, t[1]): t[0] for t in tests if t not in alone}
        try:
            for done in concurrent.futures.as_completed(running):
                counts[report(running[done], *done.result())] += 1
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
            raise
    for name, path in alone:
        counts[report(name, *run(path))] += 1

    print("%(passed)d passed, %(failed)d failed, %(skipped)d skipped" % counts)
    return 1 if counts["failed"] or not counts["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
