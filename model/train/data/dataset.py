# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Clips and what is known of them, from a data set or any folder of audio.

A data set has index.tsv, tags.tsv and labels-SET.npz (teachers' logits), or is
one of the published ones (published.py).  Any other folder has a table,
tags.tsv or tags.csv, of a header and one line a file: `file`, relative to the
folder; `tags`, separated by semicolons (not needed if teachers label the
audio); `label`, in any words; and, if wanted, `split` (train or dev) and `artist`.  Without splits,
whole artists (or files) are drawn for dev.
"""

import dataclasses
import hashlib
import pathlib

import numpy as np

from ..base import table
from . import published

DEV_SHARE = 0.15


@dataclasses.dataclass(frozen=True)
class Clip:
    """One audio file."""

    name: str
    path: pathlib.Path
    split: str
    kind: str = "music"
    label: str = ""
    tags: tuple = ()  # None if the data set says nothing of tags
    source: str = ""  # Who or what it comes from: never on two sides
    plan: object = dataclasses.field(default=None, compare=False)  # augment.Plan
    base: str = ""  # The clip whose labels it has, if not its own
    origin: str = ""  # human or ai
    vocals: str = ""  # yes, no or unknown
    draws: float = 1.0  # How often it is drawn, beside others of its length


@dataclasses.dataclass
class DataSet:
    """Clips and, if given with them, logits: {set: {clip: [patches, tags]}}."""

    folder: pathlib.Path
    clips: list
    sets: dict  # {set: [tag, ...]}
    logits: dict
    kind: str = "table"  # Or "index", or the name of a published one
    packages: tuple = ()  # Debian's, that the clips come from

    def of(self, split, kind="music"):
        """The clips of a split."""
        return [c for c in self.clips if (c.split, c.kind) == (split, kind)]

    def describe(self):
        """What tells this data set from others, wherever it lies."""
        lines = sorted(f"{c.name}\t{c.split}\t{c.kind}" for c in self.clips)
        digest = hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()
        found = {"kind": self.kind, "clips": len(lines), "digest": digest[:16]}
        if self.packages:
            found["packages"] = list(self.packages)
        return found


def read_sets(path):
    """{set: [tag, ...]} of a table of set, index, tag."""
    sets = {}
    for row in table.read(path):
        tags = sets.setdefault(row["set"], [])
        if int(row["index"]) != len(tags):
            raise ValueError(f"{path}: set {row['set']} is out of order")
        tags.append(row["tag"])
    return sets


def load(folder, teachers, sets=None):
    """The data set in a folder, of either form; where it has no tags of its
    own, those of `sets`, or else those that the teachers' folder comes with."""
    folder = pathlib.Path(folder)
    if (folder / "index.tsv").exists():
        return _load_indexed(folder)
    for name in ("tags.tsv", "tags.csv"):
        if (folder / name).exists():
            data = _load_table(folder, folder / name)
            data.sets = data.sets or sets or read_sets(teachers.parent / "tags.tsv")
            return data
    found = published.read(folder)
    if found:
        return _load_published(folder, *found)
    raise ValueError(
        f"{folder}: neither index.tsv nor tags.tsv nor tags.csv,"
        " and no published data set"
    )


def join(first, second):
    """Both data sets in one; the second adds clips, all to train, to the sets
    of the first."""
    more = [dataclasses.replace(clip, split="train") for clip in second.clips]
    return dataclasses.replace(first, clips=first.clips + more)


def _source(row):
    """The speaker or file where a repository has many, else all of it."""
    if row["kind"] == "speech":
        return f"{row['repo']} {row['label']}"
    return f"{row['repo']} {row['path']}"


def _load_indexed(folder):
    clips = [
        Clip(
            row["id"],
            folder / row["split"] / f"{row['id']}.opus",
            row["split"],
            row["kind"],
            row["label"],
            source=_source(row),
            origin=row["origin"],
            vocals=row["vocals"],
        )
        for row in table.read(folder / "index.tsv")
    ]
    sets = read_sets(folder / "tags.tsv")
    logits = {}
    for name in sets:
        with np.load(folder / f"labels-{name}.npz") as file:
            logits[name] = {clip: file[clip] for clip in file.files}
    return DataSet(folder, clips, sets, logits, "index")


def _load_published(folder, name, tags, entries):
    clips = [
        Clip(e.file, e.path, e.split, "music", ", ".join(e.tags), e.tags, e.source)
        for e in entries
    ]
    return DataSet(folder, clips, {"tags": list(tags)}, {}, name)


def _drawn_split(key):
    digest = hashlib.sha256(key.encode("utf-8")).digest()
    return "dev" if digest[0] < 256 * DEV_SHARE else "train"


def _tags(row):
    if row.get("tags") is None:
        return None
    return tuple(tag.strip() for tag in row["tags"].split(";") if tag.strip())


def _load_table(folder, path):
    clips, packages = [], set()
    for row in table.read(path):
        name, tags = row["file"], _tags(row)
        split = row.get("split") or _drawn_split(row.get("artist") or name)
        label = ", ".join(tags or ()) or row.get("label") or ""
        clips.append(Clip(name, folder / name, split, "music", label, tags))
        packages.add(row.get("package"))
    known = sorted({tag for clip in clips for tag in clip.tags or ()})
    sets = {"tags": known} if known else {}
    packages = tuple(sorted(filter(None, packages)))
    return DataSet(folder, clips, sets, {}, packages=packages)
