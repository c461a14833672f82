# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Published data sets, in the form in which they are given out, with the splits
that the paper and later work use.  Only tables are read here; the audio is the
user's, and clips without audio are left out.

MagnaTagATune   annotations_final.csv; folders 0 to b train, c dev, d to f test;
                the 50 most frequent tags, clips that have none left out.
MTG-Jamendo     autotagging_top50tags-{train,validation,test}.tsv, also in
                data/splits/split-0.
MSD, Last.fm    filtered_list_{train,test}.cP, msd_id_to_tag_vector.cP,
                MSD_id_to_7D_id.pkl, 7D_id_to_path.pkl, 50tagList.txt (J. Lee,
                music_dataset_split); the train list's first 201680 train.
GTZAN           {train,valid,test}_filtered.txt (C. Kereliuk et al.).
"""

import csv
import dataclasses
import pathlib
import pickle

import numpy as np

TAGS = 50
MTAT_TRAIN, MTAT_DEV = "0123456789ab", "c"
MSD_TRAIN = 201680
AUDIO_FOLDERS = ("", "audio", "mp3", "mp3s", "songs", "genres", "genres_original")
SUFFIXES = ("", ".wav", ".au", ".mp3", ".flac", ".ogg", ".opus", ".low.mp3")


@dataclasses.dataclass(frozen=True)
class Entry:
    """A clip of a published table."""

    file: str  # As the table names it
    path: pathlib.Path
    split: str  # "train", "dev" or "test"
    tags: tuple
    source: str = ""


def _find_audio(folder, name):
    """The path of a clip's audio, or None: where the tables say, or in one of
    the usual folders, or in another format."""
    for inner in AUDIO_FOLDERS:
        path = folder / inner / name
        for suffix in SUFFIXES:
            other = path.with_suffix(suffix) if suffix else path
            if other.is_file():
                return other
    return None


def _entries(folder, rows):
    """Entries of (file, split, tags, source) whose audio is there."""
    found = []
    for name, split, tags, source in rows:
        path = _find_audio(folder, name)
        if path:
            found.append(Entry(name, path, split, tuple(tags), source))
    return found


def _mtat(folder):
    with open(folder / "annotations_final.csv", newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file, delimiter="\t")
    names = header[1:-1]
    marks = np.array([[int(x) for x in row[1:-1]] for row in rows])
    chosen = np.argsort(-marks.sum(0), kind="stable")[:TAGS]
    listed = []
    for row, mark in zip(rows, marks):
        part = row[-1][:1]
        split = "train" if part in MTAT_TRAIN else "dev" if part in MTAT_DEV else "test"
        tags = [names[i] for i in chosen if mark[i]]
        if tags:
            artist = row[-1].split("/")[-1].split("-")[0]
            listed.append((row[-1], split, tags, artist))
    return [names[i] for i in chosen], _entries(folder, listed)


def _jamendo(folder):
    if not (folder / "autotagging_top50tags-train.tsv").exists():
        folder = folder / "data" / "splits" / "split-0"
    root, listed = folder, []
    while root.parent != root and root.name in ("split-0", "splits", "data"):
        root = root.parent
    for part, split in (("train", "train"), ("validation", "dev"), ("test", "test")):
        path = folder / f"autotagging_top50tags-{part}.tsv"
        with open(path, encoding="utf-8") as file:
            next(file)
            for line in file:
                _, artist, _, name, _, *tags = line.rstrip("\n").split("\t")
                listed.append((name, split, tags, artist))
    tags = sorted({tag for row in listed for tag in row[2]})
    return tags, _entries(root, listed)


class _Plain(pickle.Unpickler):
    """Reads pickles of numbers, texts, lists, dictionaries and arrays, and
    refuses all else: a pickle could run any program."""

    ALLOWED = {
        ("numpy.core.multiarray", "_reconstruct"),
        ("numpy.core.multiarray", "scalar"),
        ("numpy._core.multiarray", "_reconstruct"),
        ("numpy._core.multiarray", "scalar"),
        ("numpy", "ndarray"),
        ("numpy", "dtype"),
        ("_codecs", "encode"),
    }

    def find_class(self, module, name):
        if (module, name) not in self.ALLOWED:
            raise ValueError(f"a pickle asks for {module}.{name}")
        return super().find_class(module, name)


def _pickle(path):
    with open(path, "rb") as file:
        return _Plain(file, encoding="latin1").load()


def _msd(folder):
    lists = {s: _pickle(folder / f"filtered_list_{s}.cP") for s in ("train", "test")}
    marks = _pickle(folder / "msd_id_to_tag_vector.cP")
    numbers = _pickle(folder / "MSD_id_to_7D_id.pkl")
    paths = _pickle(folder / "7D_id_to_path.pkl")
    text = (folder / "50tagList.txt").read_text(encoding="utf-8")
    names = [line.strip() for line in text.splitlines() if line.strip()]
    listed = []
    for part, ids in lists.items():
        for i, one in enumerate(ids):
            split = "test" if part == "test" else "train" if i < MSD_TRAIN else "dev"
            mark = np.asarray(marks[one]).ravel()
            tags = [name for name, m in zip(names, mark) if m]
            listed.append((paths[numbers[one]], split, tags, ""))
    return names, _entries(folder, listed)


def _gtzan(folder):
    listed = []
    for part, split in (("train", "train"), ("valid", "dev"), ("test", "test")):
        text = (folder / f"{part}_filtered.txt").read_text(encoding="utf-8")
        for name in text.split():
            listed.append((name, split, [name.split("/")[0]], ""))
    tags = sorted({row[2][0] for row in listed})
    return tags, _entries(folder, listed)


READERS = (  # What shows that a folder holds the set, its name, who reads it
    ("annotations_final.csv", "MagnaTagATune", _mtat),
    ("autotagging_top50tags-train.tsv", "MTG-Jamendo", _jamendo),
    (
        "data/splits/split-0/autotagging_top50tags-train.tsv",
        "MTG-Jamendo",
        _jamendo,
    ),
    ("filtered_list_train.cP", "Million Song Dataset, Last.fm", _msd),
    ("train_filtered.txt", "GTZAN", _gtzan),
)


def read(folder):
    """(name, tags, entries) of the published data set in a folder, or None."""
    for file, name, reader in READERS:
        if (folder / file).exists():
            tags, entries = reader(folder)
            if not entries:
                raise ValueError(f"{folder}: no audio where {file} says")
            return name, tags, entries
    return None
