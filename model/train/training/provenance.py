# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Where a network comes from: what is needed to repeat it, and nothing of the
machine that it was trained on."""

import dataclasses
import datetime
import pathlib
import re

from ..base import c_library

MACHINE = ("threads",)  # Options that change nothing but the speed


def version():
    """Earmark's version."""
    text = (c_library.ROOT / "wscript").read_text(encoding="utf-8")
    return re.search(r'^VERSION = "(.*)"', text, re.MULTILINE).group(1)


def _is_path(value):
    values = value if isinstance(value, (list, tuple)) else [value]
    return any(isinstance(one, pathlib.PurePath) for one in values)


def _plain(value):
    """What JSON can say of a setting."""
    if dataclasses.is_dataclass(value):
        return dataclasses.asdict(value)
    if isinstance(value, dict):
        return {":".join(key): one for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value


def settings(options):
    """The options of a training that are neither paths nor the machine's."""
    return {
        name: _plain(value)
        for name, value in vars(options).items()
        if value not in (None, [], (), {})
        and name not in MACHINE
        and not _is_path(value)
    }


def describe(options, data, n_clips, earlier):
    """The provenance of a network trained with `options` on data sets, begun
    with the weights of an `earlier` one, if that is not None."""
    found = {
        "program": f"earmark {version()}, model.train",
        "date": datetime.date.today().isoformat(),
        "settings": settings(options),
        "data": [one.describe() for one in data],
        "clips": n_clips,
    }
    return found if earlier is None else {**found, "begin": earlier}
