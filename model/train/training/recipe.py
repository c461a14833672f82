# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""A recipe: the stages of a training and what they are fed with, as data.

A TOML file of [packages] (names, excerpts), [network] (options of model.train
that all stages share) and [[stages]] (options of each, and whether the music of
the packages is used).  model/default/recipe.toml is the default network's.
"""

import tomllib

from ..base import c_library
from . import command_line

DEFAULT = c_library.ROOT / "model" / "default" / "recipe.toml"


def _arguments(values):
    """The options as they would be given on the command line."""
    found = []
    for name, value in values.items():
        if value is True:
            found.append(f"--{name}")
        elif isinstance(value, list):
            found += [f"--{name}", ",".join(map(str, value))]
        elif value is not False:
            found += [f"--{name}", str(value)]
    return found


class Recipe:
    """What the file says."""

    def __init__(self, path):
        with open(path, "rb") as file:
            values = tomllib.load(file)
        try:
            self.packages = values["packages"]["names"]
            self.excerpts = values["packages"]["excerpts"]
            self._network, self._stages = values["network"], values["stages"]
        except KeyError as error:
            raise ValueError(f"{path}: {error} is missing") from error

    @property
    def n_stages(self):
        """How many stages there are."""
        return len(self._stages)

    def options(self, i, data, work, teachers, begin):
        """The options of stage i, whose files are kept in `work`/stage-(i+1)
        and which begins with the checkpoint `begin`, if there is one."""
        values = {**self._network, **self._stages[i]}
        paths = {"data": data, "work": work, "teachers": teachers, "begin": begin}
        if values.pop("packages", False):
            paths["more"] = work / "packages"
        values |= {name: path for name, path in paths.items() if path}
        options = command_line.parse(_arguments(values))
        options.checkpoints = work / f"stage-{i + 1}"
        options.checkpoints.mkdir(parents=True, exist_ok=True)
        options.output = options.checkpoints / "network.safetensors"
        return options
