# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Instruments that play alone, rendered from General MIDI: what is heard is
known, and no teacher is asked.

Phrases, arpeggios and chords of every family, through free soundfonts; those of
the last font are for dev, so that what is learnt holds on sounds that were not
heard.
"""

import dataclasses
import fnmatch
import pathlib
import subprocess
import tempfile

import mido
import numpy as np

from . import audio

FONTS = (  # Debian's fluid-soundfont-gm, musescore-general-..., timgm6mb-soundfont
    "/usr/share/sounds/sf2/FluidR3_GM.sf2",
    "/usr/share/sounds/sf3/MuseScore_General_Lite.sf3",
    "/usr/share/sounds/sf2/TimGM6mb.sf2",
)
SECONDS = 14
VARIANTS = 3  # Of each family and font
TICKS = 480  # A beat
BEATS = 28
LIKELY, UNLIKELY = 0.9, 0.01

# Outputs that say what plays or sings; all else is not counted
DECIDED = (
    "mtat:guitar",
    "msd:guitar",
    "mtat:strings",
    "mtat:drums",
    "mtat:piano",
    "mtat:violin",
    "mtat:synth",
    "mtat:harpsichord",
    "mtat:flute",
    "mtat:sitar",
    "mtat:harp",
    "mtat:cello",
    "jamendo:instrument---*",
)
VOICES = (
    "msd:female vocalist*",
    "msd:male vocalists",
    "mtat:vocal*",
    "mtat:female*",
    "mtat:male*",
    "mtat:woman",
    "mtat:man",
    "mtat:singing",
    "mtat:voice",
    "mtat:choir",
    "mtat:choral",
    "mtat:opera",
    "jamendo:instrument---voice",
)
NO_VOICE = ("mtat:no v*",)


@dataclasses.dataclass(frozen=True)
class Family:
    """Instruments that sound alike: General MIDI programs from 0, the range of
    notes, how many sound at once, the outputs that name them, and those that
    may or may not."""

    programs: tuple
    low: int
    high: int
    voices: int
    named: tuple = ()
    open: tuple = ()


FAMILIES = {
    "piano": Family((0, 1, 2), 33, 88, 4, ("*:piano", "*---piano"), ("*---keyboard",)),
    "electric piano": Family(
        (4, 5),
        36,
        84,
        4,
        ("*---electricpiano", "*---keyboard"),
        ("*:piano", "*---piano", "*:synth", "*---synthesizer"),
    ),
    "harpsichord": Family(
        (6,), 36, 84, 3, ("*:harpsichord",), ("*:piano", "*---piano", "*---keyboard")
    ),
    "mallets": Family((11, 12, 13), 53, 88, 2, (), ("*:drums", "*---drums")),
    "organ": Family((16, 17, 18, 19), 36, 84, 3, (), ("*---keyboard", "*synth*")),
    "accordion": Family((21, 22), 48, 84, 3, (), ("*---keyboard",)),
    "nylon guitar": Family(
        (24,), 40, 76, 3, ("*guitar",), ("*---electricguitar", "*strings", "*:harp")
    ),
    "steel guitar": Family(
        (25,), 40, 76, 4, ("*guitar",), ("*---electricguitar", "*strings")
    ),
    "electric guitar": Family(
        (26, 27), 40, 79, 3, ("*guitar",), ("*---acousticguitar",)
    ),
    "distorted guitar": Family(
        (29, 30), 40, 76, 2, ("*guitar",), ("*---acousticguitar",)
    ),
    "bass": Family((32, 33, 34), 28, 50, 1, ("*---bass",), ("*guitar",)),
    "synth bass": Family(
        (38, 39), 28, 50, 1, ("*---bass", "*synth*"), ("*---computer", "*---keyboard")
    ),
    "violin": Family((40,), 55, 91, 1, ("*violin", "*strings"), ("*:cello",)),
    "cello": Family((42,), 36, 67, 1, ("*:cello", "*strings"), ("*violin",)),
    "strings": Family((48, 49), 40, 84, 3, ("*strings",), ("*violin", "*:cello")),
    "harp": Family((46,), 40, 91, 3, ("*:harp",), ("*:strings", "*acousticguitar")),
    "choir": Family(
        (52, 53), 48, 79, 3, (), ("*:cho*", "*:vo*", "*---voice", "*:*man", "*:*male*")
    ),
    "trumpet": Family((56, 57), 52, 82, 1),
    "brass": Family((60, 61), 40, 77, 3),
    "saxophone": Family((64, 65, 66), 49, 80, 1),
    "reeds": Family((68, 71), 50, 86, 1),
    "flute": Family((73, 74), 60, 93, 1, ("*:flute",)),
    "synth lead": Family(
        (80, 81, 87), 48, 88, 1, ("*synth*",), ("*---computer", "*---keyboard")
    ),
    "synth pad": Family(
        (88, 89, 90, 95),
        36,
        79,
        4,
        ("*synth*",),
        ("*---computer", "*---keyboard", "*strings", "*voice", "*:cho*"),
    ),
    "sitar": Family((104,), 48, 76, 1, ("*:sitar",), ("*guitar", "*strings")),
    "banjo": Family((105,), 48, 81, 2, (), ("*guitar", "*strings")),
    "drums": Family((), 0, 0, 0, ("*drums",), ("*---drummachine", "*---computer")),
}


@dataclasses.dataclass(frozen=True)
class Solo:
    """What is to be played, and on what."""

    family: str
    font: str
    seed: int


def fonts():
    """The soundfonts that are there."""
    return [font for font in FONTS if pathlib.Path(font).exists()]


def _matches(name, patterns):
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def solos(outputs):
    """(name, split, Solo) of all clips for a network with these outputs; none
    if they name no instrument."""
    if not any(_matches(name, DECIDED) for name in outputs):
        return
    for i, font in enumerate(fonts()):
        for j, family in enumerate(FAMILIES):
            for k in range(VARIANTS):
                seed = (i * len(FAMILIES) + j) * VARIANTS + k
                split = "dev" if font == FONTS[-1] else "train"
                yield f"solo~{family}~{i}~{k}", split, Solo(family, font, seed)


def targets(solo, outputs):
    """Probabilities [1, outputs]; NaN where the sound does not tell."""
    family, p = FAMILIES[solo.family], np.full(len(outputs), np.nan, np.float32)
    for i, name in enumerate(outputs):
        if _matches(name, VOICES) or _matches(name, DECIDED):
            p[i] = UNLIKELY
        if _matches(name, NO_VOICE):
            p[i] = LIKELY
        if _matches(name, family.named):
            p[i] = LIKELY
        if _matches(name, family.open):
            p[i] = np.nan
    return p[None]


SCALES = ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10), (0, 3, 5, 7, 10))


def _phrase(family, rng):
    """Notes (beat, beats, key, velocity) of a line with chords now and then."""
    scale = np.array(SCALES[rng.integers(len(SCALES))]) + rng.integers(12)
    keys = [
        k
        for k in range(family.low, family.high)
        if (k - scale[0]) % 12 in {(s - scale[0]) % 12 for s in scale}
    ]
    at, place, chords = 0.0, rng.integers(len(keys)), rng.random()
    unit = rng.choice((0.25, 0.5, 1.0, 2.0), p=(0.2, 0.4, 0.3, 0.1))
    while at < BEATS:
        beats = unit * rng.choice((1, 1, 2, 3))
        place = int(np.clip(place + rng.integers(-4, 5), 0, len(keys) - 1))
        n = family.voices if rng.random() < chords else 1
        velocity = int(rng.integers(50, 120))
        for i in range(n):
            if place + 2 * i < len(keys):
                yield at, beats * rng.uniform(0.5, 1.1), keys[place + 2 * i], velocity
        at += beats


def _beat(rng):
    """Notes of a drum kit: a bar of its own, again and again."""
    hat, steps = int(rng.choice((42, 46, 51))), 8 * int(rng.choice((1, 2)))
    bar = [(s, hat) for s in range(steps) if rng.random() < 0.8]
    bar += [(s, 36) for s in range(steps) if s == 0 or rng.random() < 0.25]
    bar += [(s, 38) for s in (steps // 4, 3 * steps // 4)]
    bar += [
        (s, int(rng.choice((41, 45, 47, 49))))
        for s in range(steps)
        if rng.random() < 0.08
    ]
    for at in range(BEATS // 4):
        for step, key in bar:
            yield at * 4 + 4 * step / steps, 0.2, key, int(rng.integers(60, 120))


def _midi(solo, rng):
    """The file's events, in their order."""
    family = FAMILIES[solo.family]
    drums = not family.programs
    channel = 9 if drums else 0
    notes = _beat(rng) if drums else _phrase(family, rng)
    events = []
    for at, beats, key, velocity in notes:
        events.append((at, "note_on", key, velocity))
        events.append((at + beats, "note_off", key, 0))
    track, last = mido.MidiTrack(), 0
    tempo = mido.bpm2tempo(rng.uniform(70, 150))
    track.append(mido.MetaMessage("set_tempo", tempo=int(tempo)))
    if not drums:
        program = int(rng.choice(family.programs))
        track.append(mido.Message("program_change", program=program, channel=channel))
    for at, kind, key, velocity in sorted(events):
        ticks = round(at * TICKS)
        track.append(
            mido.Message(
                kind, note=key, velocity=velocity, time=ticks - last, channel=channel
            )
        )
        last = ticks
    return mido.MidiFile(tracks=[track], ticks_per_beat=TICKS)


def render(solo):
    """(mono samples, rate)"""
    rng = np.random.default_rng([7, solo.seed])
    with tempfile.TemporaryDirectory() as folder:
        midi, sound = f"{folder}/solo.mid", f"{folder}/solo.wav"
        _midi(solo, rng).save(midi)
        command = ["fluidsynth", "-n", "-i", "-q", "-r", "44100", "-g", "0.7"]
        command += ["-o", "synth.dynamic-sample-loading=1"]
        command += ["-R", str(int(rng.random() < 0.6)), "-C", "0"]
        command += ["-F", sound, solo.font, midi]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except FileNotFoundError as error:
            raise ValueError(f"{solo.family}: fluidsynth is not installed") from error
        if done.returncode != 0:
            raise ValueError(f"fluidsynth: {done.stderr.strip() or 'failed'}")
        samples, rate = audio.decode(sound)
    return samples[: SECONDS * rate], rate
