# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Packages made here, which an apt-get of ours hands over."""

import os
import subprocess
import zipfile

import common
import numpy as np

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


def use(folder):
    """Let apt-get be one that has only the packages in a folder, and that
    writes down what it is asked for."""
    apt = folder / "bin" / "apt-get"
    apt.parent.mkdir()
    apt.write_text(APT.format(folder))
    apt.chmod(0o755)
    os.environ["PATH"] = f"{apt.parent}:{os.environ['PATH']}"


def asked(folder):
    """What that apt-get was asked for."""
    return (folder / "asked").read_text().split()
