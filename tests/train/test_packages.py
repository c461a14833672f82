#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Music out of packages, made here, that an apt-get of ours hands over."""

import pathlib
import tempfile

import fake_packages

from model.train.data import audio, dataset
from model.train import packages


def main():
    """Fetch, fetch again, and read what came."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        fake_packages.pack(
            folder,
            "songs",
            {
                "usr/share/music/long.wav": 80,
                "usr/share/music/short.wav": 5,
                "usr/share/sounds/noise.wav": 40,
            },
        )
        fake_packages.use(folder)
        output = folder / "out"
        for _ in range(2):
            missing = packages.fetch(["songs", "none"], output, 2, lambda *_: None)
            assert len(missing) == 1 and "E: no none" in missing[0], missing
        asked = fake_packages.asked(folder)
        assert asked == ["songs", "none", "none"], asked
        (folder / "tags.tsv").write_text("set\tindex\ttag\nmsd\t0\trock\n")
        data = dataset.load(output, folder / "teacher")
        assert len(data.clips) == 3 and data.sets == {"msd": ["rock"]}
        assert len({clip.split for clip in data.clips}) == 1
        for clip in data.clips:
            samples, _ = audio.decode(clip.path, fake_packages.RATE)
            assert 25 < len(samples) / fake_packages.RATE < 37


main()
