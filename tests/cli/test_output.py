#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""No file is harmed: an output that is an input is refused, a failure leaves the old
file and no pieces, and what is no file is written directly."""

import os
import shutil
import signal
import stat
import subprocess
import tempfile
import threading
import time

from program import EARMARK, earmark, music, write_wav

RATE = 44100
LABELS = ("labels",)
MIDI = ("midi", "--map=music")


def read(path):
    with open(path, "rb") as file:
        return file.read()


def refuse(folder, source, output, command, **options):
    before = read(source)
    out, error = earmark(*command, "-o", output, source, status=2, **options)
    assert not out and "would replace the input" in error, (output, error)
    assert read(source) == before and not pieces(folder), output


def pieces(folder):
    return [name for name in os.listdir(folder) if name.endswith(".part")]


def test_input(folder, wav):
    """By its own name, another spelling, links, standard input; the network too."""
    source = os.path.join(folder, "x.wav")
    hard, soft, chain = (os.path.join(folder, n) for n in ("hard", "soft", "chain"))
    shutil.copy(wav, source)
    os.link(source, hard)
    os.symlink("x.wav", soft)
    os.symlink(soft, chain)
    other = os.path.join(folder, "..", os.path.basename(folder), ".", "x.wav")
    for command in (LABELS, MIDI):
        for output in (source, other, hard, soft, chain):
            refuse(folder, source, output, command)
            refuse(folder, output, source, command)
        refuse(folder, source, "x.wav", command, cwd=folder)
        with open(source, "rb") as audio:
            _, error = earmark(*command, "-o", source, "-", status=2, stdin=audio)
        assert "would replace the input -" in error
        network = os.path.join(folder, "n.earmark")
        bundle = os.path.join(os.environ["EARMARK_BUILD"], "earmark.lv2")
        shutil.copy(os.path.join(bundle, "network.safetensors"), network)
        before = read(network)
        _, error = earmark(*command, "-N", network, "-o", network, source, status=2)
        assert "would replace" in error and read(network) == before


def test_frames_input(folder, wav):
    """Music in a file called .npy is music; no file is read before that is seen."""
    source = os.path.join(folder, "y.npy")
    first = os.path.join(folder, "first.wav")
    shutil.copy(wav, source)
    shutil.copy(wav, first)
    before = read(source)
    _, error = earmark("frames", "-d", folder, first, source, status=2)
    assert "would replace the input" in error and read(source) == before
    assert not os.path.exists(os.path.join(folder, "first.npy"))
    os.link(source, os.path.join(folder, "first.npy"))
    _, error = earmark("frames", "-d", folder, first, source, status=2)
    assert read(source) == before


def test_failures(folder, wav):
    """What was there stays as it was, and nothing new is there."""
    old = os.path.join(folder, "old.txt")
    new = os.path.join(folder, "new.txt")
    short = os.path.join(folder, "short.wav")
    write_wav(short, music(0.2, RATE), RATE)
    text = os.path.join(folder, "text.flac")
    for path, content in ((old, b"precious"), (text, b"no music")):
        with open(path, "wb") as file:
            file.write(content)
    names = sorted(os.listdir(folder))
    for command in (LABELS, MIDI):
        for source in (short, text, os.path.join(folder, "mistyped.flac"), folder):
            for output in (old, new):
                out, error = earmark(*command, "-o", output, source, status=1)
                assert not out and source in error, (command, source, error)
            assert ("too short for tags" in error) == (source == short), error
        assert read(old) == b"precious" and sorted(os.listdir(folder)) == names
    _, error = earmark("frames", "-d", folder, short, status=1)
    assert "too short for tags" in error
    assert sorted(os.listdir(folder)) == names
    if os.geteuid():
        os.chmod(old, 0o444)
        _, error = earmark(*LABELS, "-o", old, wav, status=1)
        assert "denied" in error and read(old) == b"precious"
        os.chmod(old, 0o644)


def test_killed(folder):
    """While it listens, there is nothing to be seen of the output."""
    source, old = os.path.join(folder, "pipe"), os.path.join(folder, "kept.txt")
    os.mkfifo(source)
    with open(old, "wb") as file:
        file.write(b"precious")
    for end in (signal.SIGTERM, signal.SIGKILL):
        command = [EARMARK, "labels", "-o", old, source]
        running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        with open(source, "wb"):  # Opened by the program by now
            time.sleep(0.1)
            running.send_signal(end)
            running.wait(10)
        assert read(old) == b"precious" and not pieces(folder)
    os.unlink(source)


def test_kept(folder, wav):
    """Permissions stay, links stay links, a new file is as umask has it."""
    target, link = os.path.join(folder, "target.txt"), os.path.join(folder, "to")
    wanted = earmark(*LABELS, wav)[0].encode()
    assert wanted
    for mode in (0o600, 0o640, 0o666, 0o755):
        with open(target, "wb") as file:
            file.write(b"x" * 100000)
        os.chmod(target, mode)
        earmark(*LABELS, "-o", target, wav)
        assert stat.S_IMODE(os.stat(target).st_mode) == mode and read(target) == wanted
    os.symlink("target.txt", link)
    earmark(*LABELS, "-o", link, wav)
    assert os.readlink(link) == "target.txt" and read(target) == wanted
    os.unlink(target)  # The link points nowhere
    earmark(*LABELS, "-o", link, wav)
    assert os.readlink(link) == "target.txt" and read(target) == wanted
    mask = os.umask(0o027)
    os.unlink(target)
    earmark(*LABELS, "-o", target, wav)
    os.umask(mask)
    assert stat.S_IMODE(os.stat(target).st_mode) == 0o640
    long = os.path.join(folder, "n" * 255)
    earmark(*LABELS, "-o", long, wav)
    assert read(long) == wanted
    earmark(*LABELS, "-o", "here.txt", wav, cwd=folder)
    assert read(os.path.join(folder, "here.txt")) == wanted
    assert not pieces(folder)


def test_no_files(folder, wav):
    """Standard output by its names, devices, pipes."""
    for command in (LABELS, MIDI):
        path = os.path.join(folder, "plain")
        earmark(*command, "-o", path, wav)
        wanted = read(path)
        for name in ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"):
            found = subprocess.run(
                [EARMARK, *command, "-o", name, wav],
                check=True,
                cwd=folder,
                stdout=subprocess.PIPE,
            ).stdout
            assert found == wanted, name
            with open(path, "wb") as file:  # And where that is a file
                file.write(b"before ")
                file.flush()
                subprocess.run(
                    [EARMARK, *command, "-o", name, wav], check=True, stdout=file
                )
            assert read(path) == b"before " + wanted, (name, read(path)[:80])
        assert not os.path.exists(os.path.join(folder, "-"))
        earmark(*command, "-o", "/dev/null", wav)
        assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
        _, error = earmark(*command, "-o", "/dev/full", wav, status=1)
        assert "cannot write" in error
        pipe, heard = os.path.join(folder, "fifo"), []
        os.mkfifo(pipe)
        reader = threading.Thread(target=lambda: heard.append(read(pipe)))
        reader.start()
        earmark(*command, "-o", pipe, wav)
        reader.join(10)
        assert heard == [wanted] and stat.S_ISFIFO(os.stat(pipe).st_mode)
        os.unlink(pipe)


def test_zero(wav):
    """A threshold of 0 is 0, not each tag's own; next to it, next to that."""
    zero = earmark(*LABELS, "-t", "0", wav)[0].splitlines()
    assert len(zero) == 62 and all(line.startswith("0.000000\t") for line in zero)
    nearly = earmark(*LABELS, "-t", "1e-9", wav)[0].splitlines()
    assert len(nearly) > 40
    for bad in ("music,cc=20.9", "music,note=1e-1", "music,cc=20 ", "music,low=1x"):
        earmark("midi", "--map=" + bad, "-o", "/dev/null", wav, status=2)


def main():
    with tempfile.TemporaryDirectory() as top:
        wav = os.path.join(top, "music.wav")
        write_wav(wav, music(5, RATE), RATE)
        tests = (test_input, test_frames_input, test_failures, test_kept, test_no_files)
        for test in tests:
            with tempfile.TemporaryDirectory(dir=top) as folder:
                test(folder, wav)
        with tempfile.TemporaryDirectory(dir=top) as folder:
            test_killed(folder)
        test_zero(wav)


main()
