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
    Pipeline(options, progress.Progress()).run()


if __name__ == "__main__":
    main()
