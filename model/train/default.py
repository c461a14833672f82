# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Make the default network from nothing, as its recipe says: the music of
Debian's packages, the stages of the training after each other, calibration,
evaluation.  Takes hours, many of them; what was interrupted goes on where it
was when the same command is given again."""

import argparse
import os
import pathlib
import shutil

import torch

from . import calibrate, evaluate, packages
from .base import progress
from .reports import program
from .training import command_line, recipe
from .training.pipeline import Pipeline


def _parse():
    parser = argparse.ArgumentParser(
        prog="python3 -m model.train.default", description=__doc__
    )
    add = parser.add_argument
    add("--data", type=pathlib.Path, required=True, metavar="DIR")
    add(
        "--work",
        type=pathlib.Path,
        required=True,
        metavar="DIR",
        help="where music, frames, labels and checkpoints are kept",
    )
    add(
        "--output",
        type=pathlib.Path,
        required=True,
        metavar="FILE",
        help="the int8 network file; the float reference is written beside it",
    )
    add(
        "--teachers",
        type=pathlib.Path,
        metavar="DIR",
        help="the published taggers (default: DATA/teacher)",
    )
    add("--recipe", type=pathlib.Path, default=recipe.DEFAULT, metavar="FILE")
    add(
        "--program",
        type=pathlib.Path,
        default=program.PROGRAM,
        metavar="FILE",
        help="the built program, which the evaluation runs",
    )
    options = parser.parse_args()
    options.teachers = options.teachers or options.data / "teacher"
    if not options.program.exists():  # Not after hours
        parser.error(f"{options.program} is not there: build it first")
    return options


def _get_packages(steps, folder, report):
    missing = packages.fetch(steps.packages, folder, steps.excerpts, report)
    if missing:
        raise SystemExit("not to be had: " + "\nnot to be had: ".join(missing))


def _train(steps, options, report):
    """The network files of the last stage."""
    begin = None
    for i in range(steps.n_stages):
        print(f"stage {i + 1} of {steps.n_stages}", flush=True)
        stage = steps.options(i, options.data, options.work, options.teachers, begin)
        torch.set_num_threads(stage.threads)
        pipeline = Pipeline(stage, report)
        if i < steps.n_stages - 1:
            pipeline.train_branches()
        else:
            pipeline.run()
        begin = stage.checkpoints / "branches.pt"
    return command_line.files(stage.output)


def _install(source, target):
    """Copy a file, which appears whole or not."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".part")
    shutil.copyfile(source, partial)
    os.replace(partial, target)


def main():
    """All steps."""
    options, report = _parse(), progress.Progress()
    try:
        steps = recipe.Recipe(options.recipe)
    except (OSError, ValueError) as error:
        raise SystemExit(f"error: {error}") from error
    _get_packages(steps, options.work / "packages", report)
    made = _train(steps, options, report)
    sources = (options.data, options.work, options.teachers)
    print(calibrate.calibrate(made, *sources, report))
    files = command_line.files(options.output)
    for source, target in zip(made, files):
        _install(source, target)
    evaluate.evaluate(files, *sources, options.program, report)


if __name__ == "__main__":
    main()
