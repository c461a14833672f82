#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Usage errors look alike in every command: nothing on standard output, two
lines on standard error, exit status 2."""

import os
import subprocess
import tempfile

from program import EARMARK, earmark

HELP = subprocess.run([EARMARK, "--help"], stdout=subprocess.PIPE, text=True).stdout
COMMANDS = tuple(x.split()[0] for x in HELP.splitlines() if x.startswith("  "))
BAD_NUMBERS = ("", " 1", "1 ", "x", "1x", "1e3x", "nan", "inf", "-inf", "0x1", "1,5")


def refused(problem, command, *args):
    """The run ends with a usage error whose first line mentions `problem`."""
    out, error = earmark(*([command] if command else []), *args, status=2)
    lines = error.splitlines()
    hint = f"Try 'earmark {command + ' ' if command else ''}--help'."
    assert not out and len(lines) == 2, (command, args, out, error)
    assert lines[0].startswith("earmark: ") and problem in lines[0], (args, error)
    assert lines[1] == hint, (args, error)


def test_options():
    for command in COMMANDS:
        refused("--nonsense", command, "--nonsense")
        refused("'Z'", command, "-Z")
        refused("--help", command, "--help=3")
        for option in ("--network",) if command in ("tag", "frames", "learn") else ():
            refused(option, command, option)
            refused("'N'", command, "-N")
    refused("there is no command 'nonsense'", "", "nonsense")
    refused("no command", "")


def test_numbers_of_files():
    for command in ("tag", "labels", "midi", "learn", "bundle", "frames"):
        refused("too few", command)
    for command in ("labels", "midi", "learn", "bundle", "info"):
        refused("too many", command, "a", "b")


def test_missing():
    refused("--output is missing", "learn", "a.csv")
    refused("--output is missing", "midi", "--map=music", "a.wav")
    refused("--map is missing", "midi", "-o", "a.mid", "a.wav")
    refused("exclude", "bundle", "-i", "-o", "x", "a")
    refused("--format is", "labels", "--format=srt", "a.wav")


def test_numbers():
    """All options that take a number read it alike, and name their range."""
    options = {
        ("tag", "memory"): ("0.5 to 30", "0.49", "30.1"),
        ("labels", "memory"): ("0.5 to 30", "-1", "1e9"),
        ("tag", "top"): ("whole number from 1 to 1000000", "0", "2.5", "1e7"),
        ("labels", "threshold"): ("0 to 1", "-0.0001", "1.01", "-0.5"),
        ("labels", "hysteresis"): ("0 to 1", "-0.1", "1.01"),
        ("labels", "shortest"): ("0 to 3600", "-1", "3601"),
        ("midi", "bpm"): ("10 to 1000", "0", "1001"),
    }
    for (command, name), (wanted, *bad) in options.items():
        for value in (*bad, *BAD_NUMBERS):
            problem = f"--{name} needs a {'' if 'whole' in wanted else 'number from '}"
            refused(problem + wanted, command, f"--{name}={value}", "a.wav")


def test_rules():
    """So do the fields of a --map."""
    fields = {
        "cc": ("whole number from 0 to 127", "20.9", "128", "-1"),
        "switch": ("whole number from 0 to 127", "20.9", "128"),
        "note": ("whole number from 0 to 127", "60.5", "-1"),
        "channel": ("whole number from 1 to 16", "0", "17", "1.5"),
        "low": ("whole number from 0 to 127", "0.5", "128"),
        "high": ("whole number from 0 to 127", "0.5", "128"),
        "from": ("number from 0 to 1", "-0.1", "1.1"),
        "to": ("number from 0 to 1", "-0.1", "1.1"),
        "curve": ("number from 0.1 to 10", "0", "11"),
        "smoothing": ("number from 0 to 10", "-1", "10.5"),
    }
    for name, (wanted, *bad) in fields.items():
        for value in (*bad, "", "1e1x", "nan"):
            rule = f"--map=music,{name}={value}"
            refused(f"{name} needs a {wanted}", "midi", rule, "-o", "x", "a.wav")
        rule = f"--map=music,{name}"
        refused(f"{name} needs a {wanted}", "midi", rule, "-o", "x", "a.wav")
    for rule, problem in (
        ("no such tag", "no tag 'no such tag'"),
        ("music,colour=1", "no 'colour'"),
        ("music,from=0.5,to=0.5", "to must be above from"),
        ("x" * 300, "longer than"),
    ):
        refused(problem, "midi", "--map=" + rule, "-o", "x", "a.wav")
    maps = ["--map=music"] * 129
    refused("more than 128 of --map", "midi", *maps, "-o", "x", "a.wav")


def test_views():
    for command in (["tag"], ["labels"], ["midi", "--map=music", "-o", "x"]):
        refused("no view 'none'; there are: default", *command, "-vnone", "a.wav")


def test_names():
    bad = b"\xff\xfe"
    for name in ("", "x" * 129, "two\nlines", bad, "\u0085".encode()):
        refused("--name must be", "learn", "a.csv", "-o", "x", "-n", name)
    refused("the file's name", "learn", "a.csv", "-o", b"folder/" + bad)
    refused("the file's name", "learn", "a.csv", "-o", "x" * 129 + ".earmark")


def test_help():
    """On standard output, no line wider than a terminal."""
    for command in COMMANDS:
        out, error = earmark(command, "--help", "--output=x" * (command == "bundle"))
        assert not error and out.startswith(f"Usage: earmark {command} ")
        assert max(map(len, out.splitlines())) < 80, command
    assert earmark("--help")[0].startswith("Usage: earmark COMMAND")
    for command in ("tag", "labels", "midi"):
        assert "looks back, 0.5 to 30\n" in earmark(command, "--help")[0]


def test_long_paths():
    """A path that no buffer was made for is as good as any."""
    with tempfile.TemporaryDirectory() as folder:
        network = os.path.join(
            os.environ["EARMARK_BUILD"], "earmark.lv2", "network.safetensors"
        )
        long = folder + "/." * 1900 + "/mine.lv2"
        out, error = earmark("bundle", network, "-o", long, "-u", "urn:long:")
        assert out.startswith(long) and not error
        assert os.path.exists(folder + "/mine.lv2/manifest.ttl")
        endless = "/." * 5000 + "/x"  # Beyond what the system takes
        for args in (["info", endless], ["tag", "-N", endless, "x"]):
            done = subprocess.run([EARMARK, *args], stderr=subprocess.PIPE)
            assert done.returncode == 2 and b"too long" in done.stderr, done


test_options()
test_numbers_of_files()
test_missing()
test_numbers()
test_rules()
test_views()
test_names()
test_help()
test_long_paths()
