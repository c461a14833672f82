#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Render the demo's piece: ABC notes to MIDI to one WAV file, and a table of
its sections."""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import wave

RATE = 48000
FRAME_BYTES = 4  # stereo, 16 bits
SOUNDFONT = "/usr/share/sounds/sf2/FluidR3_GM.sf2"
NOTES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "piece.abc")


def read_sections(notes):
    """[{name, seconds, gain}] as the notes' "%section" lines state them."""
    with open(notes, encoding="utf-8") as file:
        lines = re.findall(r"^%section (.*)$", file.read(), re.MULTILINE)
    sections = [dict(word.split("=") for word in line.split()) for line in lines]
    for section in sections:
        section["seconds"] = float(section["seconds"])
    return sections


def run(command):
    """Run a program; on failure, stop with all that it said."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        said = done.stdout.decode(errors="replace").strip()
        sys.exit(f"{command[0]} failed:\n{said}")


def synthesize(notes, tune, gain, soundfont, folder):
    """One tune as 16-bit stereo frames, its end ringing out."""
    midi, sound = (os.path.join(folder, f"{tune}.{s}") for s in ("mid", "wav"))
    run(["abc2midi", notes, str(tune), "-o", midi, "-quiet"])
    run(
        ["fluidsynth", "-ni", "-q", "-r", str(RATE), "-g", gain, "-T", "wav"]
        + ["-O", "s16", "-F", sound, soundfont, midi]
    )
    with wave.open(sound) as file:
        return file.readframes(file.getnframes())


def render(notes, soundfont, target):
    """Write the WAV file, and the sections' boundaries beside it."""
    sections, start, table = read_sections(notes), 0, []
    with tempfile.TemporaryDirectory() as folder:
        with wave.open(os.path.join(folder, "piece.wav"), "wb") as file:
            file.setparams((2, 2, RATE, 0, "NONE", None))
            for tune, section in enumerate(sections, 1):
                sound = synthesize(notes, tune, section["gain"], soundfont, folder)
                n = round(section["seconds"] * RATE)
                file.writeframes(sound[: n * FRAME_BYTES].ljust(n * FRAME_BYTES, b"\0"))
                table.append(
                    f"{start / RATE:.6f}\t{(start + n) / RATE:.6f}\t{section['name']}\n"
                )
                start += n
        with open(os.path.splitext(target)[0] + ".tsv", "w", encoding="utf-8") as file:
            file.write("start\tend\tsection\n" + "".join(table))
        shutil.move(os.path.join(folder, "piece.wav"), target)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "target", help="WAV file to write; a .tsv of the sections goes beside it"
    )
    parser.add_argument(
        "--notes", default=NOTES, metavar="FILE", help="ABC file [%(default)s]"
    )
    parser.add_argument(
        "--soundfont", default=SOUNDFONT, metavar="FILE", help="[%(default)s]"
    )
    args = parser.parse_args()
    for program, package in (("abc2midi", "abcmidi"), ("fluidsynth", "fluidsynth")):
        if not shutil.which(program):
            sys.exit(f"There is no {program} (Debian package {package})")
    if not os.path.exists(args.soundfont):
        sys.exit(
            f"There is no soundfont {args.soundfont} (Debian package fluid-soundfont-gm)"
        )
    os.makedirs(os.path.dirname(os.path.abspath(args.target)), exist_ok=True)
    render(args.notes, args.soundfont, args.target)


if __name__ == "__main__":
    main()
