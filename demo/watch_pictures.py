#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Take the README's pictures of the page of `earmark watch`: stations that play the
demo's piece, its sections and speech, one of them silent; one of the stations.  Takes
four minutes.  Needs: scripts/install-deps build demo test; ./waf configure build."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import wave

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / folder) for folder in ("host", "cli")]
os.environ.setdefault("EARMARK_BUILD", str(ROOT / "build"))
import browser  # noqa: E402
import render  # noqa: E402
from page import Served  # noqa: E402

SECONDS = 200  # Until the picture is taken
SILENT = 150  # Seconds after which one falls silent
SPEECH = """Good evening. This is a station of speech, so that there is something to
tell from music. Earmark listens to many streams at once, and says of each what plays and
how loud it is. When a station falls silent, loses a channel, or sends a test tone, a rule
fires, and somebody is told. The next news are at nine. The weather: a calm night, with
little wind from the west, and some clouds towards the morning."""
STATIONS = {
    "nocturne": ("piano", "Earmark Ensemble - Piano section"),
    "rock-antenna": ("rock", "Earmark Ensemble - Rock section"),
    "club": ("electronic", "Earmark Ensemble - Electronic section"),
    "mixed": ("piece", "Earmark Ensemble - The whole piece"),
    "talk": ("speech", "The evening news"),
    "regional": ("silent", "Earmark Ensemble - Piano section"),
}


def write_wav(path, sound):
    with wave.open(path, "wb") as file:
        file.setparams((2, 2, render.RATE, 0, "NONE", None))
        file.writeframes(sound)
    return path


def make_sounds(folder):
    """WAV files of what stations play, by name."""
    sounds, piece = {}, b""
    for tune, section in enumerate(render.read_sections(render.NOTES), 1):
        sound = render.synthesize(
            render.NOTES, tune, section["gain"], render.SOUNDFONT, folder
        )
        n = round(section["seconds"] * render.RATE) * render.FRAME_BYTES
        sounds[section["name"]] = sound[:n]
        piece += sound[:n]
    sounds["piece"] = piece
    piano = sounds["piano"] * 12
    audible = SILENT * render.RATE * render.FRAME_BYTES
    sounds["silent"] = piano[:audible] + bytes(200 * render.RATE * render.FRAME_BYTES)
    paths = {
        name: write_wav(os.path.join(folder, name + ".wav"), sound)
        for name, sound in sounds.items()
    }
    paths["speech"] = os.path.join(folder, "speech.wav")
    espeak = ["espeak-ng", "-v", "en-us+f3", "-s", "140", "-w", paths["speech"]]
    subprocess.run([*espeak, SPEECH], check=True)
    return paths


def make_stations(folder):
    """The configuration of stations that play these, with titles."""
    sounds, text = make_sounds(folder), ""
    for name, (sound, title) in STATIONS.items():
        path = os.path.join(folder, name + ".flac")
        subprocess.run(
            ["ffmpeg", "-v", "error", "-i", sounds[sound], "-c:a", "flac"]
            + ["-ac", "2", "-metadata", "title=" + title, path],
            check=True,
        )
        text += f"[station {name}]\nurl = {path}\nloop = yes\n\n"
    config = os.path.join(folder, "watch.ini")
    with open(config, "w", encoding="utf-8") as out:
        out.write(f"[watch]\nclips = {folder}/clips\n\n{text}")
    return config


def take(opened, served, target):
    page = opened.open(served.url(), 1280, 830)
    page.wait(f"document.querySelectorAll('.card').length == {len(STATIONS)}")
    page.wait("document.querySelector('.events audio')", SECONDS + 60)
    page.screenshot(os.path.join(target, "watch.png"))
    page.resize(1280, 980)
    page.run("location.hash = 'mixed'")
    page.wait("document.querySelector('figcaption')?.innerText.startsWith('Since')")
    page.wait("document.querySelectorAll('.rules tbody tr').length > 3")
    page.screenshot(os.path.join(target, "watch-station.png"))


def main():
    if len(sys.argv) > 2:
        sys.exit("usage: demo/watch_pictures.py [FOLDER]")
    target = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "doc")
    for program in ("chromium", "espeak-ng", "abc2midi", "fluidsynth", "ffmpeg"):
        if not shutil.which(program):
            sys.exit(f"There is no {program}; scripts/install-deps demo test")
    with tempfile.TemporaryDirectory() as folder:
        config = make_stations(folder)
        with Served("-c", config) as served, browser.Browser() as opened:
            take(opened, served, target)
            served.end()


if __name__ == "__main__":
    main()
