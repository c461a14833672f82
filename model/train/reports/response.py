# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""How fast tags follow a change, and how steady they are without one.

Clips of dev that have one strongest tag: the same one leads in LEADS of the
updates.  Response: two of them with different strongest tags, joined by a hard
cut; the time from the cut until the strongest tag of the second leads for at
least HOLD seconds.  Steadiness: standard deviation over time of the strongest
TOP tags of such clips, once the memory is full.  The content tags, of which
one nearly always leads, are left out.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile

import numpy as np
from scipy.io import wavfile

from ..base import c_library, progress
from ..network import network_file
from ..data import audio, dataset
from . import program, response_plot

RATE = 48000
BEFORE, AFTER = 14.0, 20.0  # Seconds of the first clip, and of the second
LEADS = 0.8
HOLD = 1.0
TOP = 5
FILL = 3.2  # Seconds that the largest branch looks back beyond the memory
MEMORIES = (1.0, 3.0, 10.0)
SMOOTHINGS = (0.0, 0.5, 1.0, 2.0)


def smooth(times, tags, seconds):
    """As the plugin does: after `seconds`, 63 % of a step."""
    if not seconds:
        return tags
    keep = np.exp(-np.diff(times) / seconds)
    result = tags.copy()
    for i, k in enumerate(keep):
        result[i + 1] = tags[i + 1] + k * (result[i] - tags[i + 1])
    return result


def time_to_lead(times, tags, tag, cut):
    """Seconds after the cut from which the tag leads for HOLD seconds or to
    the end; infinite if it never does."""
    leads = (tags.argmax(1) == tag) & (times > cut)
    for i in np.flatnonzero(leads):
        span = (times >= times[i]) & (times < times[i] + HOLD)
        if leads[span].all():
            return times[i] - cut
    return np.inf


def deviation(times, tags, memory):
    """Mean standard deviation over time of the strongest tags, once full."""
    full = tags[times > memory + FILL]
    top = np.argsort(-full.mean(0))[:TOP]
    return float(full[:, top].std(0).mean())


def rise(times, tags, tag, cut, at):
    """The tag's way from where it was to where it stays, at times after the
    cut: 0 to about 1."""
    last = tags[times > times[-1] - 5, tag].mean()
    first = tags[(times > cut - 1) & (times <= cut), tag].mean()
    values = np.interp(cut + at, times, tags[:, tag])
    return (values - first) / (last - first) if last > first + 0.02 else None


class Tagger:
    """The tags of the default view as a plugin would show them, content
    left out."""

    def __init__(self, program, network):
        self.command = [
            str(program),
            "tag",
            "--json",
            "--live",
            "--network",
            str(network),
        ]
        _, values = network_file.load(network)
        self.names = [
            tag["name"]
            for tag in values["views"][0]["tags"]
            if tag["group"] != "content"
        ]

    def tags(self, samples, memory):
        """(times, tags [updates, tags])"""
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "sound.wav"
            wavfile.write(path, RATE, samples)
            done = subprocess.run(
                [*self.command, "--memory", str(memory), str(path)],
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            )
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        return (
            np.array([row["time"] for row in rows]),
            np.array([[row["tags"][tag] for tag in self.names] for row in rows]),
        )


def steady_clips(tagger, clips, wanted, report):
    """[(samples, strongest tag, {memory: (times, tags)})] of clips whose
    strongest tag stays."""
    found = []
    for i, clip in enumerate(clips):
        if len(found) == wanted:
            break
        report("clips", i, len(clips), f"{len(found)} steady")
        samples, _ = audio.decode(clip.path, RATE)
        if len(samples) < (AFTER + 1) * RATE:
            continue
        tags_of = {3.0: tagger.tags(samples, 3.0)}
        full = tags_of[3.0][1][tags_of[3.0][0] > FILL]
        top = int(full.mean(0).argmax())
        if (full.argmax(1) == top).mean() >= LEADS:
            found.append((samples, top, tags_of))
    report("clips", len(clips), len(clips), f"{len(found)} steady")
    return found


def pairs(clips, n, rng):
    """Pairs of clips with different strongest tags."""
    every = [(a, b) for a in clips for b in clips if a[1] != b[1]]
    order = rng.permutation(len(every))[:n]
    return [every[i] for i in order]


def measure_cuts(tagger, chosen, report):
    """({(memory, smoothing): times to lead}, {memory: rises}, grid)"""
    grid = np.arange(0, 15, 0.1)
    waits, rises = {}, {m: [] for m in MEMORIES}
    for i, (a, b) in enumerate(chosen):
        report("cuts", i, len(chosen))
        joined = np.concatenate([a[0][: int(BEFORE * RATE)], b[0][: int(AFTER * RATE)]])
        for memory in MEMORIES:
            times, tags = tagger.tags(joined, memory)
            for s in SMOOTHINGS:
                wait = time_to_lead(times, smooth(times, tags, s), b[1], BEFORE)
                waits.setdefault((memory, s), []).append(wait)
            way = rise(times, tags, b[1], BEFORE, grid)
            if way is not None:
                rises[memory].append(way)
    report("cuts", len(chosen), len(chosen))
    return waits, rises, grid


def measure_steadiness(tagger, clips, report):
    """{(memory, smoothing): mean standard deviation}"""
    found = {}
    for i, (samples, _, tags_of) in enumerate(clips):
        report("steadiness", i, len(clips))
        for memory in MEMORIES:
            times, tags = tags_of.get(memory) or tagger.tags(samples, memory)
            for s in SMOOTHINGS:
                value = deviation(times, smooth(times, tags, s), memory)
                found.setdefault((memory, s), []).append(value)
    report("steadiness", len(clips), len(clips))
    return {key: float(np.mean(values)) for key, values in found.items()}


def table(waits, steadiness, n_clips):
    """The figures as Markdown."""
    n = len(next(iter(waits.values())))
    lines = [
        f"Hard cuts: {n} pairs of clips of `dev`. Seconds from the cut until"
        " the second clip's strongest",
        f"tag leads for {HOLD:g} s. Unsteadiness: mean standard deviation of"
        f" the {TOP} strongest tags over {n_clips} clips.",
        "",
        "| memory | smoothing | median | 90th percentile | never in"
        f" {AFTER:g} s | unsteadiness |",
        "|---|---|---|---|---|---|",
    ]
    for (memory, s), values in waits.items():
        values = np.array(values)
        half, most = np.percentile(values, (50, 90), method="higher")
        lines.append(
            f"| {memory:g} s | {s:g} s | {half:.1f} s | {most:.1f} s |"
            f" {np.isinf(values).mean():.0%} |"
            f" {steadiness[memory, s]:.3f} |"
        )
    return "\n".join(lines)


def main():
    """Cuts, steadiness, table and plot."""
    parser = argparse.ArgumentParser(
        prog="python3 -m model.train.reports.response", description=__doc__
    )
    add = parser.add_argument
    add("--network", type=pathlib.Path, required=True, metavar="FILE")
    add("--data", type=pathlib.Path, required=True, metavar="DIR")
    add(
        "--program",
        type=pathlib.Path,
        metavar="FILE",
        default=program.PROGRAM,
    )
    add("--pairs", type=int, default=100)
    add("--clips", type=int, default=60, help="clips with one strongest tag")
    add(
        "--plot",
        type=pathlib.Path,
        metavar="FILE",
        default=c_library.ROOT / "model" / "reports" / "response.png",
    )
    add("--seed", type=int, default=1)
    options = parser.parse_args()
    report, rng = progress.Progress(), np.random.default_rng(options.seed)
    tagger = Tagger(options.program, options.network)
    clips = dataset.load(options.data, options.data / "teacher").of("dev")
    shuffled = [clips[i] for i in rng.permutation(len(clips))]
    steady = steady_clips(tagger, shuffled, options.clips, report)
    chosen = pairs(steady, options.pairs, rng)
    waits, rises, grid = measure_cuts(tagger, chosen, report)
    steadiness = measure_steadiness(tagger, steady, report)
    print(table(waits, steadiness, len(steady)))
    response_plot.plot(options.plot, grid, rises, waits, steadiness)


if __name__ == "__main__":
    main()
