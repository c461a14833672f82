# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The command line of the training."""

import argparse
import os
import pathlib

from ..network import shape

# Filters of the levels of each branch; all together are as many features as a head
# can take (NETWORK_MAX_INPUTS of model/network.h)
FILTERS = {
    18: (128, 192, 256),
    27: (128, 192, 256),
    54: (128, 192, 256, 256),
    108: (128, 192, 256, 256, 192),
    216: (128, 192, 192, 192, 192, 192),
}


def files(output):
    """(the int8 network's file, the float reference's beside it)"""
    return output, output.with_name(f"{output.stem}-float{output.suffix}")


class Options(argparse.Namespace):
    """The command line, and the shape that it asks for."""

    def _filters(self, scale):
        return (self.filters or FILTERS[scale])[: len(shape.POOLS[scale])]

    def shape(self, sets):
        """The network's shape for {set: [tag, ...]}."""
        outputs = [f"{s}:{tag}" for s, tags in sets.items() for tag in tags]
        branches = [shape.branch(n, self._filters(n)) for n in self.scales]
        front_end = dict(shape.FRONT_END)
        if self.level is not None:
            front_end["level"] = {"target": self.level, **shape.LEVEL}
        timbre = shape.Timbre(self.timbre, self.window) if self.timbre else None
        return shape.Shape(
            tuple(branches), self.hidden, tuple(outputs), front_end, timbre=timbre
        )


def _numbers(text):
    return tuple(int(part) for part in text.split(","))


def _banks(text):
    return tuple(
        shape.Bank(*(int(n) for n in part.split("x"))) for part in text.split(",")
    )


def _draws(text):
    """{(origin, vocals): share} of "human:yes=3,human:unknown=2"."""
    parts = [part.split("=") for part in text.split(",")]
    return {tuple(kind.split(":")): float(share) for kind, share in parts}


def _add_data(add):
    """What is learnt from."""
    add(
        "--data",
        type=pathlib.Path,
        required=True,
        metavar="DIR",
        help="a data set, or a folder of audio with tags.tsv or tags.csv",
    )
    add(
        "--more",
        type=pathlib.Path,
        action="append",
        default=[],
        metavar="DIR",
        help="a further data set, for training only",
    )
    add(
        "--augment",
        type=float,
        default=0,
        metavar="N",
        help="changed versions of each clip, labelled by the teachers",
    )
    add(
        "--draw",
        type=_draws,
        default={},
        metavar="ORIGIN:VOCALS=SHARE,...",
        help="how often clips are drawn, and how many versions of each are made,"
        " by these columns of the data set (others: 1)",
    )
    add(
        "--teachers",
        type=pathlib.Path,
        metavar="DIR",
        help="the published taggers (default: DATA/teacher)",
    )


def _add_files(add):
    """Where things lie."""
    add(
        "--work",
        type=pathlib.Path,
        required=True,
        metavar="DIR",
        help="where frames, labels, features and checkpoints are kept",
    )
    add(
        "--output",
        type=pathlib.Path,
        metavar="FILE",
        help="the int8 network file (default: WORK/network.safetensors); the"
        " float reference is written beside it",
    )
    add(
        "--begin",
        type=pathlib.Path,
        metavar="FILE",
        help="begin with what fits of an earlier training's branches.pt",
    )


def _add_shape(add):
    """The network."""
    add("--name", default="Earmark", help="the network's name")
    add(
        "--scales",
        type=_numbers,
        default=(18, 27, 54),
        metavar="N,...",
        help="frames of the branches: 18, 27, 54, 108, 216",
    )
    add(
        "--filters",
        type=_numbers,
        metavar="N,...",
        help="filters of the levels, the same for all branches",
    )
    add(
        "--hidden",
        type=_numbers,
        default=(384,),
        metavar="N,...",
        help="units of the head's hidden layers",
    )
    add(
        "--memory",
        type=float,
        default=3.0,
        metavar="SECONDS",
        help="the network's default memory",
    )


def _add_front_end(add):
    """What comes before the branches."""
    add(
        "--level",
        type=float,
        metavar="LUFS",
        help="bring all frames to this loudness",
    )
    add(
        "--timbre",
        type=_banks,
        metavar="BANDSxFRAMESxSTRIDExFILTERS,...",
        help="banks of 2-D filters before the branches",
    )
    add(
        "--window",
        type=int,
        default=18,
        metavar="FRAMES",
        help="of the sliding maximum of the 2-D filters",
    )


def _add_branches(add):
    """The training of the branches."""
    add("--rate", type=float, default=3e-3, help="the branches' largest learning rate")
    add("--epochs", type=int, default=30, help="epochs of the branches")
    add(
        "--epoch-batches",
        type=int,
        metavar="N",
        help="batches of an epoch (default: as many as there are frames for)",
    )
    add(
        "--mixtures",
        type=float,
        default=0.5,
        metavar="SHARE",
        help="share of the batches that are mixtures of two chunks",
    )
    add(
        "--hidden-units",
        type=float,
        default=0.0,
        metavar="WEIGHT",
        help="weight of the teachers' hidden units as further targets of the"
        " branches",
    )
    add(
        "--apart",
        action="store_true",
        help="train each branch with a head of its own only",
    )


def _add_head(add):
    """The training of the head, and of both."""
    add("--head-epochs", type=int, default=30, help="epochs of the head")
    add(
        "--head-rate", type=float, default=1e-3, help="the head's largest learning rate"
    )
    add(
        "--logit-weight",
        type=float,
        default=0.1,
        help="weight of the distance of logits in the loss",
    )
    add(
        "--captions",
        type=float,
        default=0.0,
        metavar="SHARE",
        help="share of clips' labels in the head's targets, beside the teachers'",
    )
    add("--dropout", type=float, default=0.0)
    add("--seed", type=int, default=1)
    add("--threads", type=int, default=len(os.sched_getaffinity(0)))


PARTS = (
    _add_data,
    _add_files,
    _add_front_end,
    _add_shape,
    _add_branches,
    _add_head,
)


def parse(arguments=None, command="model.train"):
    """The options, checked; `command` is the module that they are of."""
    parser = argparse.ArgumentParser(
        prog=f"python3 -m {command}",
        description="Train a network: from audio to network files. A run that"
        " was interrupted goes on where it was if started again.",
    )
    for part in PARTS:
        part(parser.add_argument)
    options = parser.parse_args(arguments, Options())
    options.teachers = options.teachers or options.data / "teacher"
    options.checkpoints = options.work
    options.output = options.output or options.work / "network.safetensors"
    return options
