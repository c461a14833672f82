#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""The files of `earmark learn`: tables as spreadsheets save them, outputs."""

import os
import resource
import subprocess
import tempfile

from learning import learn_of, write_table
from program import EARMARK, earmark


def test_tables(folder):
    """However a spreadsheet saves a table, the same is learnt."""
    rows = [(1, i % 3, "xyz"[i % 3]) for i in range(9)]
    (wanted, _), network = learn_of(folder, rows)
    files = [(f"t{i}.wav", "xyz"[i % 3]) for i in range(9)]

    def rows_with(separator, end, before="", after=""):
        return before + "".join(f"{f}{separator}{t}{after}{end}" for f, t in files)

    for text in (
        rows_with(";", "\r\n", "file;tags\r\n"),
        rows_with(";", "\r", "\ufeffFilename;Tags;\r", after=";"),
        rows_with("\t", "\n", "File name\tTags\n"),
        rows_with(" , ", "\n", "path,tags,,\n", after=" ,,") + ",,,\n,,,\n",
        rows_with(";", "\r\n", "sep=;\r\nFILE;tags\r\n"),
        rows_with('";"', '"\r\n"', '"file";"tags"\r\n"')[:-1],
        rows_with("\t", "\r\n", "\ufefffile\ttags\r\n").encode("utf-16-le"),
        rows_with(",", "\r\n", "\ufefffile,tags\r\n").encode("utf-16-be"),
    ):
        out, err = earmark("learn", write_table(folder, text), "-o", network)
        assert out == wanted and not err, (text, out, err)

    # Where it could be read in two ways, a message tells
    text = rows_with(";", "\n", "file;tags\n") + "t0.wav;slow, calm\n"
    out, err = earmark("learn", write_table(folder, text), "-o", network, status=1)
    assert '"slow, calm" is read as one tag' in err, err


def test_full_disk(folder):
    """What cannot be written is noticed, and no file is harmed."""
    rows = [(1, i % 3, "xyz"[i % 3]) for i in range(9)]
    _, network = learn_of(folder, rows)
    table = os.path.join(folder, "bad.csv")
    for arguments in (
        ("--help",),
        ("--version",),
        ("learn", "--help"),
        ("tag", "--help"),
        ("info", network),
        ("learn", table, "-o", network),
    ):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [EARMARK, *arguments], stdout=full, stderr=subprocess.PIPE
            )
        refused = b"not the report" in done.stderr or (
            b"cannot write the output: No space left" in done.stderr
        )
        assert done.returncode == 1 and refused, (arguments, done)

    def limit():  # As a disk that is nearly full
        resource.setrlimit(resource.RLIMIT_FSIZE, (100000, 100000))

    with open(network, "rb") as file:
        before = file.read()
    for target in network, folder + "/none.earmark":
        out, err = earmark("learn", table, "-o", target, status=1, preexec_fn=limit)
        assert not out and "File too large" in err, err
    with open(network, "rb") as file:
        assert file.read() == before
    assert not os.path.exists(folder + "/none.earmark")
    assert not [name for name in os.listdir(folder) if name.endswith(".new")]


def test_output_is_input(folder):
    """The network replaces none of the files that it is made from."""
    rows = [(1, i % 3, "xyz"[i % 3]) for i in range(9)]
    _, network = learn_of(folder, rows)
    table = os.path.join(folder, "bad.csv")
    link, hard = os.path.join(folder, "link"), os.path.join(folder, "hard")
    os.symlink("t0.wav", link)
    os.link(folder + "/t1.wav", hard)
    base = ("--network", network)
    for arguments in (
        ("-o", table),
        ("-o", link),
        ("-o", hard),
        ("-o", f"{folder}/../{os.path.basename(folder)}/t2.wav"),
        ("-o", network, *base),
        ("-o", "-"),
    ):
        out, err = earmark("learn", table, *arguments, status=2)
        assert not out and ("would replace" in err or "must be a file" in err), err
    assert "no regular file" in earmark("learn", table, "-o", "/dev/full", status=1)[1]

    os.unlink(link)
    os.symlink("t.earmark", link)  # A link stays one
    earmark("learn", table, "-o", link, "--name", "Linked")
    assert os.path.islink(link) and "Linked" in earmark("info", network)[0]


with tempfile.TemporaryDirectory() as temporary:
    test_tables(temporary)
    test_full_disk(temporary)
    test_output_is_input(temporary)
