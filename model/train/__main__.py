# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""One command from data to network file."""

import torch

from .base import progress
from .training import command_line
from .training.pipeline import Pipeline


def main():
    """Frames, labels, three stages, export."""
    options = command_line.parse()
    torch.set_num_threads(options.threads)
    pipeline = Pipeline(options, progress.Progress())
    trained = pipeline.train_branches()
    int8, quanta = pipeline.quantise_branches(trained)
    head, rows = pipeline.train_head(trained, int8, quanta)
    pipeline.export(trained, int8, quanta, head, rows)


if __name__ == "__main__":
    main()
