# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Tables in text files."""

import csv
import pathlib


def read(path):
    """The lines of a TSV or CSV file as dictionaries."""
    with open(path, newline="", encoding="utf-8") as file:
        comma = pathlib.Path(path).suffix == ".csv"
        return list(csv.DictReader(file, delimiter="," if comma else "\t"))
