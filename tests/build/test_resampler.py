#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Built with either library that resamples, Earmark does without the other, keeps the
real-time rule, and gives the same tags."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "cli"))
from program import largest_difference, music, write_wav  # noqa: E402

NAMES = ("soxr", "samplerate")
# As pkg-config where a package is not installed
PKG_CONFIG = '#!/bin/sh\ncase " $* " in *" {} "*) exit 1 ;; esac\nexec {} "$@"\n'


def build(name, other, folder):
    """Build with one library, as if there were no other; returns the build folder."""
    script = folder / ("without-" + other)
    script.write_text(PKG_CONFIG.format(other, shutil.which("pkg-config")))
    script.chmod(0o755)
    out = ROOT / ("build-" + name)
    environ = dict(os.environ, PKGCONFIG=str(script), WAFLOCK=".lock-waf-" + out.name)
    configure = ["./waf", "-o", out.name, "configure", "--no-ui", "--strict"]
    tests = ["--tests"] if name == "samplerate" else []  # The default has run them
    for command in configure + ["--resampler=" + name] + tests, ["./waf", "build"]:
        subprocess.run(
            command, cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL
        )
    return out


def check_links(out, name, other):
    """Both are linked with the one alone.  (FFmpeg's libraries may load the other.)"""
    for file in out / "earmark", out / "earmark.lv2" / "earmark.so":
        linked = subprocess.run(
            ["readelf", "-d", file], check=True, stdout=subprocess.PIPE, text=True
        ).stdout
        assert f"[lib{name}.so" in linked, (file, linked)
        assert f"[lib{other}.so" not in linked, (file, linked)
    loaded = subprocess.run(
        ["ldd", out / "earmark.lv2" / "earmark.so"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    assert f"lib{name}.so" in loaded and f"lib{other}.so" not in loaded, loaded


def run_tests(out):
    """What watches the converter at its work."""
    environ = dict(os.environ, EARMARK_BUILD=str(out))
    for test in "dsp/test_resampler", "plugin/test_realtime":
        path = out / "tests" / "unit" / test
        subprocess.run([path], cwd=ROOT, env=environ, check=True)


def tag(program, path):
    done = subprocess.run(
        [program, "tag", "--json", path], check=True, stdout=subprocess.PIPE
    )
    return json.loads(done.stdout)


def main():
    """Build twice and compare."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        programs = [pathlib.Path(os.environ["EARMARK_BUILD"]) / "earmark"]
        for name, other in NAMES, NAMES[::-1]:
            out = build(name, other, folder)
            check_links(out, name, other)
            programs.append(out / "earmark")
        run_tests(out)
        for rate in 16000, 44100, 48000, 96000:
            path = str(folder / "music.wav")
            noise = np.random.default_rng(1).normal(size=10 * rate)
            write_wav(path, music(10, rate) + 0.01 * noise, rate)
            wanted, *others = [tag(program, path) for program in programs]
            differences = [largest_difference(wanted, got) for got in others]
            print(rate, "Hz:", *(f"{d:.4f}" for d in differences))
            assert max(differences) < 0.02


if __name__ == "__main__":
    main()
