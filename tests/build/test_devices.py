#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Built with --devices, earmark watch captures from a sound card; without, it links
nothing of that."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "build-devices"
sys.path.insert(0, str(ROOT / "tests" / "cli"))
from program import EARMARK, music, write_wav  # noqa: E402
from sound_card import SoundCard  # noqa: E402
from watching import Watch  # noqa: E402


def build():
    environ = dict(os.environ, WAFLOCK=".lock-waf-" + OUT.name)
    configure = ["./waf", "-o", OUT.name, "configure", "--devices", "--no-ui"]
    for command in configure + ["--strict"], ["./waf", "build"]:
        subprocess.run(
            command, cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL
        )


def hears_music(watch):
    lines = [line for line in list(watch.lines) if line["state"] == "live"]
    return any(line["music"] > 0.9 for line in lines)


def check_capture():
    with tempfile.TemporaryDirectory() as folder:
        wav = os.path.join(folder, "music.wav")
        write_wav(wav, music(20, 44100), 44100)
        with SoundCard(folder, wav) as card:
            command = [OUT / "earmark", "watch"]
            environment = dict(os.environ, **card.environment)
            source = "pulse:" + card.source
            with Watch("-i1", source, command=command, env=environment) as watch:
                watch.wait(hears_music)
                watch.end()
                assert "card.monitor: live" in watch.log(), watch.log()


def linked(program):
    return subprocess.check_output(["readelf", "-d", program]).decode()


def main():
    missing = subprocess.call(["pkg-config", "--exists", "libavdevice"])
    if missing or not shutil.which("pulseaudio"):
        print("no libavdevice, or no pulseaudio")
        return 77
    build()
    assert "libavdevice" in linked(OUT / "earmark")
    assert "libavdevice" not in linked(EARMARK)
    check_capture()
    return 0


if __name__ == "__main__":
    sys.exit(main())
