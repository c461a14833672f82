# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Changed versions of clips: other sound for the same money.

What is changed is the audio itself, and the teachers listen to the result, so
no label is guessed.  A version is named after its clip, "CLIP~1", and always
comes out the same.
"""

import dataclasses
import hashlib
import math
import pathlib
import tempfile

import numpy as np
from scipy import signal

from . import audio, solo

RATE = 48000
NOISE_SECONDS = 20
CODECS = (  # (suffix, codec, kbit/s)
    ("mp3", "libmp3lame", (24, 32, 48, 64)),
    ("opus", "libopus", (8, 12, 16, 24)),
)


@dataclasses.dataclass
class Plan:
    """What is to be done to a clip, in this order."""

    filters: list = dataclasses.field(default_factory=list)  # Of ffmpeg
    partner: object = None  # Another clip
    ratio: float = 0.0  # Of its level, dB
    cut: float = 0.0  # Where it takes over, if it is not mixed in: share
    room: tuple = ()  # (seconds, share of reverberation)
    noise: float = None  # dB below the music
    crackle: float = None  # Clicks a second
    gain: float = 0.0  # dB
    codec: tuple = ()  # (suffix, codec, kbit/s)
    seed: int = 0
    colour: float = None  # No clip but noise: falls by 3 dB an octave times it


def _stretch(plan, rng):
    tempo, pitch = rng.uniform(0.85, 1.18), 2 ** (rng.uniform(-3, 3) / 12)
    plan.filters.append(f"rubberband=tempo={tempo:.3f}:pitch={pitch:.4f}")


def _speed(plan, rng):
    speed = rng.uniform(0.88, 1.14)
    plan.filters.append(f"asetrate={RATE * speed:.0f},aresample={RATE}")


def _equalise(plan, rng):
    for _ in range(rng.integers(1, 4)):
        frequency = 60 * 2 ** rng.uniform(0, 7)
        plan.filters.append(
            f"equalizer=f={frequency:.0f}:t=o:w={rng.uniform(0.5, 2.5):.2f}"
            f":g={rng.uniform(-12, 9):.1f}"
        )


def _band(plan, rng):
    if rng.random() < 0.7:
        plan.filters.append(f"lowpass=f={rng.uniform(2500, 9000):.0f}")
    else:
        plan.filters.append(f"highpass=f={rng.uniform(80, 400):.0f}")


def _tape(plan, rng):
    plan.filters.append(
        f"vibrato=f={rng.uniform(0.5, 8):.2f}:d={rng.uniform(0.01, 0.08):.3f}"
    )
    plan.filters.append(f"lowpass=f={rng.uniform(6000, 13000):.0f}")
    plan.noise = rng.uniform(22, 45)


def _record(plan, rng):
    """Vinyl, or what was there before: narrow, with crackle."""
    old = rng.random() < 0.4
    low, high = (rng.uniform(120, 300), rng.uniform(3000, 5500)) if old else (40, 14000)
    plan.filters.append(f"highpass=f={low:.0f},lowpass=f={high:.0f}")
    plan.crackle = rng.uniform(4, 60 if old else 20)
    plan.noise = rng.uniform(14, 30) if old else rng.uniform(28, 50)


def _radio(plan, rng):
    """Amplitude modulation's band, and a station's compressor."""
    plan.filters.append(
        f"highpass=f={rng.uniform(60, 200):.0f},lowpass=f={rng.uniform(3500, 6000):.0f}"
    )
    _master(plan, rng)


def _master(plan, rng):
    """Compressed and limited, as loud masters are."""
    threshold, ratio = 10 ** rng.uniform(-1.8, -0.8), rng.uniform(3, 12)
    plan.filters.append(
        f"acompressor=threshold={threshold:.4f}:ratio={ratio:.1f}:attack=4"
        f":release=90:makeup={rng.uniform(2, 8):.1f},alimiter=limit=0.95"
    )


def _mix(plan, rng, others):
    plan.partner = others[rng.integers(len(others))]
    plan.ratio = rng.uniform(-9, 9)


def _join(plan, rng, others):
    plan.partner = others[rng.integers(len(others))]
    plan.cut = rng.uniform(0.3, 0.7)


def plan(clip, version, others):
    """What version `version` of a clip is; `others` may be mixed in."""
    key = hashlib.sha256(f"{clip.name}~{version}".encode("utf-8")).digest()
    made = Plan(seed=int.from_bytes(key[:4], "little"))
    rng = np.random.default_rng(made.seed)
    while made == Plan(seed=made.seed):
        kind = rng.random()
        if kind < 0.35:
            _stretch(made, rng)
        elif kind < 0.55:
            _speed(made, rng)
        if rng.random() < 0.4:
            _equalise(made, rng)
        if rng.random() < 0.2:
            _band(made, rng)
        if rng.random() < 0.35:
            (_tape, _record, _radio, _master)[rng.integers(4)](made, rng)
        if others:
            kind = rng.random()
            if kind < 0.3:
                _mix(made, rng, others)
            elif kind < 0.4:
                _join(made, rng, others)
        if rng.random() < 0.25:
            made.room = (rng.uniform(0.2, 1.6), rng.uniform(0.1, 0.6))
        if made.noise is None and rng.random() < 0.15:
            made.noise = rng.uniform(8, 35)
        if rng.random() < 0.25:
            suffix, codec, rates = CODECS[rng.integers(len(CODECS))]
            made.codec = (suffix, codec, int(rng.choice(rates)))
    return made


def _level(samples):
    return np.sqrt(np.mean(np.square(samples, dtype=np.float64))) + 1e-9


def _add_partner(samples, made):
    other, _ = audio.decode(made.partner.path, RATE)
    other = other * (_level(samples) / _level(other))
    if made.cut:
        at = int(made.cut * len(samples))
        return np.concatenate([samples[:at], other[: len(samples) - at]])
    other = np.resize(other, len(samples))  # Again and again if it is short
    mixed = samples + 10 ** (made.ratio / 20) * other
    return mixed * (_level(samples) / _level(mixed))


def _reverberate(samples, seconds, share, rng):
    t = np.arange(int(seconds * RATE)) / RATE
    tail = rng.standard_normal(len(t)) * 10 ** (-3 * t / seconds)
    wet = signal.oaconvolve(samples, tail)[: len(samples)]
    wet *= _level(samples) / _level(wet)
    return (1 - share) * samples + share * wet


def _crackle(samples, rate, rng):
    """Clicks as of dust, each a few samples long and as loud as it happens."""
    n = rng.poisson(rate * len(samples) / RATE)
    clicks = np.zeros(len(samples))
    height = rng.lognormal(0, 0.8, n) * rng.choice((-1, 1), n)
    clicks[rng.integers(len(samples), size=n)] = height * 2 * _level(samples)
    return samples + signal.lfilter([1.0, 0.5], [1.0, -0.6], clicks)


def _recode(samples, suffix, codec, kilobits):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / f"clip.{suffix}"
        audio.encode(samples, RATE, path, codec, kilobits)
        return audio.decode(path, RATE)[0]


def versions(clips, n):
    """n changed versions of each clip, times the clip's share of draws, as
    clips of their own, in a mixed order; of some clips one less where that is
    no whole number."""
    order = np.random.default_rng(0).permutation(len(clips))
    wanted = np.array([n * clip.draws for clip in clips])
    made = []
    for v in range(1, math.ceil(wanted.max(initial=0)) + 1):
        part = np.clip(wanted - v + 1, 0, 1)
        reached = np.floor(np.cumsum(part[order]) + 1e-9).astype(int)
        taken = np.diff(reached, prepend=0) > 0
        made += [(clips[i], v) for i in order[taken]]
    return [
        dataclasses.replace(clip, name=f"{clip.name}~{v}", plan=plan(clip, v, clips))
        for clip, v in made
    ]


def render(clip):
    """(mono samples, rate) of a clip, changed as its plan says."""
    if not clip.plan:
        return audio.decode(clip.path)
    if isinstance(clip.plan, solo.Solo):
        return solo.render(clip.plan)
    if clip.plan.colour is not None:
        return _noise(clip.plan), RATE
    return _change(clip, clip.plan), RATE


def _noise(made):
    rng = np.random.default_rng(made.seed)
    spectrum = np.fft.rfft(rng.standard_normal(NOISE_SECONDS * RATE))
    f = np.maximum(np.arange(len(spectrum)) / NOISE_SECONDS, 20.0)
    noise = np.fft.irfft(spectrum * f ** (-made.colour / 2))
    noise *= 10 ** (made.gain / 20) / _level(noise)
    return np.clip(noise, -1, 1).astype(np.float32)


def _change(clip, made):
    rng = np.random.default_rng(made.seed + 1)
    samples, _ = audio.decode(clip.path, RATE, ",".join(made.filters))
    if made.partner:
        samples = _add_partner(samples, made)
    if made.room:
        samples = _reverberate(samples, *made.room, rng)
    if made.noise is not None:
        noise = rng.standard_normal(len(samples))
        noise *= _level(samples) * 10 ** (-made.noise / 20)
        samples = samples + noise
    if made.crackle:
        samples = _crackle(samples, made.crackle, rng)
    samples = samples * 10 ** (made.gain / 20)
    samples = np.clip(samples, -1, 1).astype(np.float32)
    if made.codec:
        samples = _recode(samples, *made.codec)
    return samples
