#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""The demo: its piece, what the plugin says of it, and the picture"""

import array
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import wave

ROOT = os.environ.get("EARMARK_ROOT", os.getcwd())
BUILD = os.environ.get("EARMARK_BUILD", os.path.join(ROOT, "build"))
DEMO = os.path.join(ROOT, "demo")
SOUNDFONT = "/usr/share/sounds/sf2/FluidR3_GM.sf2"

# Of each section's strongest tags, some that a listener would agree with, one
# of them in the lead
EXPECTED = {
    "piano": ["piano"],
    "rock": ["rock", "guitar", "drums"],
    "electronic": ["electronic", "synthesizer"],
}


def run(script, *args, status=0, **environ):
    """Everything that a script of the demo says"""
    done = subprocess.run(
        ["/usr/bin/python3", os.path.join(DEMO, script), *args],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env=dict(os.environ, PYTHONIOENCODING="utf-8", **environ),
    )
    assert done.returncode == status, done.stdout
    assert "Traceback" not in done.stdout, done.stdout
    return done.stdout


def read(path):
    with open(path, "rb") as file:
        return file.read()


def table(output):
    """{section: {tag: mean}} that the player printed, strongest first"""
    rows = re.findall(
        r"^\| ([^|]+) \| [\d.]+ to [\d.]+ \| (.*) \|$", output, re.MULTILINE
    )
    return {
        name: {
            tag: float(mean)
            for tag, mean in (word.rsplit(" ", 1) for word in words.split(", "))
        }
        for name, words in rows
    }


def test_piece(folder):
    """It is the same each time, and neither silent nor clipped anywhere"""
    piece, again = folder + "/piece.wav", folder + "/again.wav"
    run("render.py", piece)
    run("render.py", again)
    assert read(piece) == read(again)
    assert read(folder + "/piece.tsv") == read(folder + "/again.tsv")
    with wave.open(piece) as file:
        assert file.getparams()[:3] == (2, 2, 48000)
        samples = array.array("h", file.readframes(file.getnframes()))
    with open(folder + "/piece.tsv", encoding="utf-8") as file:
        rows = [line.split("\t") for line in file.read().splitlines()][1:]
    assert [name for _, _, name in rows] == list(EXPECTED)
    assert round(float(rows[-1][1]) * 48000) * 2 == len(samples)
    for start, end, name in rows:
        part = samples[round(float(start) * 48000) * 2 : round(float(end) * 48000) * 2]
        peak = max(max(part), -min(part)) / 32768
        print("%s: peak %.2f" % (name, peak))
        assert 0.1 < peak < 0.99, name
    return piece


def test_sections(piece):
    """The sections differ, and each has the tags that it should"""
    output = run("player.py", "--fast", "--input", piece)
    means = table(output)
    assert list(means) == list(EXPECTED), output
    for name, tags in EXPECTED.items():
        print("%s: %s" % (name, means[name]))
        assert list(means[name])[0] in tags, output
        assert set(tags) <= set(means[name]), output
    assert len({list(tags)[0] for tags in means.values()}) == len(EXPECTED), output
    lines = re.findall(r"^ *(\d+) s  (\w+)", output, re.MULTILINE)
    assert [int(second) for second, _ in lines] == list(range(1, 42)), output


def default_tags():
    """The default view's tags, as the network file has them"""
    with open(os.path.join(ROOT, "model/default/default.safetensors"), "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
    return json.loads(header["__metadata__"]["views"])[0]["tags"]


def section_tags(folder, piece):
    """{section: {tag: mean}} of all tags, from a file of each section"""
    with open(folder + "/piece.tsv", encoding="utf-8") as file:
        rows = [line.split("\t") for line in file.read().splitlines()][1:]
    found = {}
    for start, end, name in rows:
        path = "%s/%s.wav" % (folder, name)
        with wave.open(piece) as source, wave.open(path, "wb") as target:
            target.setparams(source.getparams())
            source.setpos(round(float(start) * 48000))
            target.writeframes(
                source.readframes(round((float(end) - float(start)) * 48000))
            )
        done = subprocess.run(
            [os.path.join(BUILD, "earmark"), "tag", "--json", path],
            check=True,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        found[name] = json.loads(done.stdout)["tags"]
    return found


def test_alone(folder, piece):
    """A piano alone is a piano and nothing else, and nobody sings anywhere"""
    tags, found = default_tags(), section_tags(folder, piece)

    def heard(section, group, names=None):
        """What reaches its threshold"""
        return {
            tag["name"]
            for tag in tags
            if tag["group"] == group
            and (names is None or tag["name"] in names)
            and found[section][tag["name"]] >= tag["threshold"]
        }

    for section in found:
        voices = heard(section, "voice", ("female voice", "male voice"))
        print("%s: %s" % (section, heard(section, "instrument")))
        assert not voices, (section, voices, found[section])
    instruments = {t["name"] for t in tags if t["group"] == "instrument"}
    first = max(instruments, key=found["piano"].get)
    assert first == "piano", found["piano"]
    assert heard("piano", "instrument") == {"piano"}, found["piano"]


def test_real_time(folder, piece):
    """In the music's own time, the worker's thread finds the same"""
    cut = folder + "/cut.wav"
    with wave.open(piece) as source, wave.open(cut, "wb") as target:
        target.setparams(source.getparams())
        source.setpos(14 * 48000)
        target.writeframes(source.readframes(6 * 48000))
    worked = table(run("player.py", "--input", cut))["whole file"]
    freewheeled = table(run("player.py", "--fast", "--input", cut))["whole file"]
    print("real time %s, fast %s" % (worked, freewheeled))
    assert list(worked)[:2] == list(freewheeled)[:2]
    for tag in list(worked)[:2]:
        assert abs(worked[tag] - freewheeled[tag]) < 0.05


def test_views(piece):
    for view, tags in {
        "msd": ["rock", "electronic"],
        "mtat": ["piano", "guitar", "techno"],
        "jamendo": ["piano", "rock", "electronic"],
    }.items():
        means = table(run("player.py", "--fast", "--view", view, "--input", piece))
        said = set().union(*means.values())
        assert set(tags) <= said, (view, means)


def test_plot(folder, piece):
    """The picture has many colours and a column of its own for each section"""
    import cairo

    path = folder + "/taggram.png"
    run("player.py", "--fast", "--input", piece, "--plot", path)
    picture = cairo.ImageSurface.create_from_png(path)
    width, height, stride = (
        picture.get_width(),
        picture.get_height(),
        picture.get_stride(),
    )
    assert width >= 1000 and height >= 500
    pixels = memoryview(bytes(picture.get_data())).cast("I")
    columns = [
        tuple(pixels[y * stride // 4 + x] for y in range(height)) for x in range(width)
    ]
    assert len(set(pixels)) > 500
    quarter, middle, end = (columns[int(width * share)] for share in (0.3, 0.55, 0.85))
    assert quarter != middle != end != quarter
    assert len(read(path)) < 150000


def test_errors(folder):
    """What is missing or broken is named"""
    assert "no file" in run(
        "player.py", "--fast", "--input", folder + "/none.wav", status=1
    )
    with open(folder + "/text.wav", "w", encoding="ascii") as file:
        file.write("This is no music.\n" * 100)
    assert "text.wav" in run(
        "player.py", "--fast", "--input", folder + "/text.wav", status=1
    )
    assert "soundfont" in run(
        "render.py", folder + "/x.wav", "--soundfont", folder + "/none.sf2", status=1
    )
    for args in (["--input", folder + "/piece.wav"], []):
        said = run("player.py", "--fast", *args, status=1, EARMARK_BUILD=folder)
        assert "run ./waf" in said, said


def main(folder):
    piece = test_piece(folder)
    test_sections(piece)
    test_real_time(folder, piece)
    test_views(piece)
    test_plot(folder, piece)
    test_errors(folder)


for needed in ("abc2midi", "fluidsynth"):
    if not shutil.which(needed):
        print("skipped: no " + needed)
        sys.exit(77)
if not os.path.exists(SOUNDFONT):
    print("skipped: no " + SOUNDFONT)
    sys.exit(77)
with tempfile.TemporaryDirectory() as work:
    main(work)
