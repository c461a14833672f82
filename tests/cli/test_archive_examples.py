#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""examples/archive: a list divided, its parts tagged as tasks of which some are killed,
and merged: the lines of one run."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from program import EARMARK, earmark, music, write_wav

SCRIPTS = os.path.join(os.environ["EARMARK_ROOT"], "examples", "archive")
N_FILES, N_PARTS = 11, 3
RATE = 22050


def script(name, *args, **variables):
    """Run one; returns its output, which it has to end well for"""
    command = [os.path.join(SCRIPTS, name), *args]
    environ = {**os.environ, "EARMARK": EARMARK, **variables}
    done = subprocess.run(command, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, (command, done.stderr)
    return done.stdout


def kill_task(folder, part):
    """Let a task begin, as Slurm does, and kill it and what it has started."""
    environ = {**os.environ, "EARMARK": EARMARK, "SLURM_ARRAY_TASK_ID": part}
    command = [os.path.join(SCRIPTS, "tag-part.sh"), folder]
    task = subprocess.Popen(
        command, env=environ, start_new_session=True, stderr=subprocess.DEVNULL
    )
    time.sleep(0.1)
    os.killpg(task.pid, signal.SIGKILL)
    assert task.wait() != 0


def main():
    with tempfile.TemporaryDirectory() as base:
        paths = [os.path.join(base, f"{i}.wav") for i in range(N_FILES)]
        for i, path in enumerate(paths):
            write_wav(path, music(100 + i, RATE), RATE)
        with open(paths[4], "w") as file:
            file.write("no music")
        listed, wanted = os.path.join(base, "list"), os.path.join(base, "wanted")
        with open(listed, "w") as file:
            file.write("\n".join(paths) + "\n")
        earmark("tag", "--files-from", listed, "--resume", wanted, status=1)
        wanted = open(wanted).read()

        folder = os.path.join(base, "array")
        script("split.sh", listed, folder, str(N_PARTS))
        kill_task(folder, "1")
        for part in "012":
            script("tag-part.sh", folder, SLURM_ARRAY_TASK_ID=part)
        assert script("merge.sh", folder) == wanted
        script("split.sh", listed, folder, "9")  # Nothing, as it is there
        assert not os.path.exists(folder + "/part.8")
        if not shutil.which("parallel"):
            print("no parallel")
            return 77
        folder = os.path.join(base, "hosts")
        script("split.sh", listed, folder, str(N_PARTS))
        kill_task(folder, "2")
        script("parallel.sh", folder, ":")
        assert script("merge.sh", folder) == wanted
    return 0


if __name__ == "__main__":
    sys.exit(main())
