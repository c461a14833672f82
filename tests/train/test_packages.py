#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Music out of packages, made here, that an apt-get of ours hands over."""

import os
import pathlib
import subprocess
import tempfile
import zipfile

import common
import numpy as np

from model.train.data import audio, dataset
from model.train import packages

RATE = 22050
APT = """#!/bin/sh
echo "$2" >>"{0}/asked"
test -f "{0}/$2.deb" || {{ echo "E: no $2" >&2; exit 100; }}
cp "{0}/$2.deb" "$2_1_all.deb"
"""


def pack(folder, name, pieces):
    """A package of {path: seconds}, and an archive with one more piece."""
    root, rng = folder / name, np.random.default_rng(len(name))
    (root / "DEBIAN").mkdir(parents=True)
    (root / "DEBIAN" / "control").write_text(
        f"Package: {name}\nVersion: 1\nArchitecture: all\n"
        "Maintainer: nobody <n@example.invalid>\nDescription: test\n"
    )
    for path, seconds in pieces.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        common.write_wav(file, common.audio(rng, seconds, RATE, False), RATE)
    data = root / "usr" / "share" / "data.pk3"
    common.write_wav(root / "x.wav", common.audio(rng, 30, RATE, True), RATE)
    with zipfile.ZipFile(data, "w") as archive:
        archive.write(root / "x.wav", "music/inside.wav")
    (root / "x.wav").unlink()
    subprocess.run(
        ["dpkg-deb", "-b", str(root), str(folder / f"{name}.deb")],
        check=True,
        stdout=subprocess.DEVNULL,
    )


def main():
    """Fetch, fetch again, and read what came."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        pack(
            folder,
            "songs",
            {
                "usr/share/music/long.wav": 80,
                "usr/share/music/short.wav": 5,
                "usr/share/sounds/noise.wav": 40,
            },
        )
        apt = folder / "bin" / "apt-get"
        apt.parent.mkdir()
        apt.write_text(APT.format(folder))
        apt.chmod(0o755)
        os.environ["PATH"] = f"{apt.parent}:{os.environ['PATH']}"
        output = folder / "out"
        for _ in range(2):
            missing = packages.fetch(["songs", "none"], output, 2, lambda *_: None)
            assert len(missing) == 1 and "E: no none" in missing[0], missing
        asked = (folder / "asked").read_text().split()
        assert asked == ["songs", "none", "none"], asked
        (folder / "tags.tsv").write_text("set\tindex\ttag\nmsd\t0\trock\n")
        data = dataset.load(output, folder / "teacher")
        assert len(data.clips) == 3 and data.sets == {"msd": ["rock"]}
        assert len({clip.split for clip in data.clips}) == 1
        for clip in data.clips:
            samples, _ = audio.decode(clip.path, RATE)
            assert 25 < len(samples) / RATE < 37


main()
