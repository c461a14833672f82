# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Free music of Debian main, as a folder of excerpts with a table.

    python3 -m model.train.packages --output DIR

fetches the packages, cuts excerpts of 36 s out of their music and writes
tags.tsv (file, artist, package), which model.train --data reads; the artist is
the package, so that no package is on both sides of a split.  What is there is
not fetched again.  Licences: /usr/share/doc/PACKAGE/copyright, kept beside.
"""

import argparse
import csv
import multiprocessing
import pathlib
import shutil
import subprocess
import tempfile
import zipfile

import numpy as np

from .base.progress import Progress
from .data import audio
from .training import recipe

SUFFIXES = (".ogg", ".mp3", ".opus", ".flac", ".wav")
ARCHIVES = (".pk3", ".zip")
NOT_MUSIC = ("sound", "sfx", "voice", "speech", "ambient", "ambience")
SECONDS = 36
LEAST_SECONDS = 25
MOST_PIECES = 80  # Of one package
LEAST_BYTES = 100000  # Less is no music of that length
LEAST_LEVEL = 0.003  # RMS; what is softer is left out
COLUMNS = ("file", "artist", "package")


def is_music(path):
    """Whether a packaged file's name may be that of a piece of music."""
    words = [part.lower() for part in path.parts]
    named = any(word in ("music", "songs", "audio") for word in words)
    return path.suffix.lower() in SUFFIXES and (
        named or not any(word.startswith(NOT_MUSIC) for word in words)
    )


def _run(*command, cwd):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or ["failed"]
        raise ValueError(f"{' '.join(command)}: {lines[-1]}")


def _open_archives(folder):
    """Unpack what music lies in archives within a package."""
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in ARCHIVES and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                names = [
                    n for n in archive.namelist() if is_music(pathlib.PurePosixPath(n))
                ]
                archive.extractall(path.with_name(f"{path.name}.d"), names)
            path.unlink()


def _excerpts(job):
    """Cut one file; the names of what was written."""
    path, stem, output, most = job
    try:
        samples, rate = audio.decode(path)
    except ValueError:
        return []
    n = SECONDS * rate
    if len(samples) < LEAST_SECONDS * rate:
        return []
    count = min(most, max(1, len(samples) // n))
    names = []
    for i, begin in enumerate(
        np.linspace(0, max(0, len(samples) - n), count + 2)[1:-1].astype(int)
    ):
        cut = samples[begin : begin + n]
        if np.sqrt(np.mean(cut**2)) >= LEAST_LEVEL:
            names.append(f"{stem}-{i}.opus")
            audio.encode(cut, rate, output / names[-1], "libopus", 64)
    return names


def _fetch(package, output, most, pool, report):
    """The rows of one package's excerpts."""
    with tempfile.TemporaryDirectory(dir=output) as name:
        folder = pathlib.Path(name)
        _run("apt-get", "download", package, cwd=folder)
        tree = folder / "tree"
        for archive in folder.glob("*.deb"):
            _run("dpkg-deb", "-x", str(archive), str(tree), cwd=folder)
            archive.unlink()
        _open_archives(tree)
        paths = sorted(
            p for p in tree.rglob("*") if p.is_file() and is_music(p.relative_to(tree))
        )
        paths = [p for p in paths if p.stat().st_size >= LEAST_BYTES]
        step = max(1, len(paths) / MOST_PIECES)
        paths = [paths[int(i)] for i in np.arange(0, len(paths), step)]
        (output / package).mkdir(exist_ok=True)
        rights = tree / "usr" / "share" / "doc" / package / "copyright"
        if rights.exists():
            shutil.copy(rights, output / package)
        jobs = [
            (path, f"{package}/{i:04}", output, most) for i, path in enumerate(paths)
        ]
        rows = []
        for i, names in enumerate(pool.imap(_excerpts, jobs)):
            report(package, i + 1, len(jobs))
            rows += [(name, package, package) for name in names]
    return rows


def fetch(packages, output, most, report):
    """Make or complete the folder; returns what could not be had."""
    output.mkdir(parents=True, exist_ok=True)
    table, missing, rows = output / "tags.tsv", [], []
    if table.exists():
        with open(table, newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file, delimiter="\t"))[1:]
    known = {row[2] for row in rows}
    with multiprocessing.Pool() as pool:
        for package in packages:
            if package in known:
                continue
            try:
                rows += _fetch(package, output, most, pool, report)
            except ValueError as error:
                missing.append(str(error))
                continue
            partial = table.with_suffix(".part")
            with open(partial, "w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file, delimiter="\t", lineterminator="\n")
                writer.writerows([COLUMNS, *rows])
            partial.replace(table)
    return missing


def main():
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python3 -m model.train.packages",
        description="Fetch free music from Debian's packages to train with.",
    )
    parser.add_argument("--output", type=pathlib.Path, required=True, metavar="DIR")
    usual = recipe.Recipe(recipe.DEFAULT)
    parser.add_argument(
        "--excerpts",
        type=int,
        default=usual.excerpts,
        help="most excerpts of one piece (default: %(default)s)",
    )
    parser.add_argument(
        "packages",
        nargs="*",
        default=usual.packages,
        help="packages (default: those of the default network)",
    )
    options = parser.parse_args()
    missing = fetch(options.packages, options.output, options.excerpts, Progress())
    if missing:
        parser.exit(1, "left out: " + "\nleft out: ".join(missing) + "\n")


if __name__ == "__main__":
    main()
