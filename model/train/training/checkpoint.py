# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""State that survives an interruption: written whole or not at all."""

import hashlib
import os
import pathlib

import torch


def save(path, state):
    """Replace the checkpoint."""
    partial = str(path) + ".part"
    torch.save(state, partial)
    os.replace(partial, path)


def load(path, key):
    """The checkpoint's state, or None if there is none for this `key`, a
    value that says what was being trained, and how."""
    if not os.path.exists(path):
        return None
    state = torch.load(path)
    return state if state["key"] == key else None


def digest(path):
    """A short name of what a file holds."""
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()[:16]
