# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""What silence, noise, speech and ambience do to a network's tags, and how
well it tells music, speech and silence apart, on held-out clips."""

import argparse
import dataclasses
import pathlib

import numpy as np

from ..base import metrics
from ..network import engine, network_file
from ..data import augment, content, dataset, frontend
from ..base.progress import Progress
from ..network.views import shown

RATIOS = (-12, -6, 0, 6, 12)  # Speech over music, dB
PER_RATIO = 32
MUSIC = 100  # Clips
SECONDS = 20  # Of music before silence falls
INACTIVE = 0.1  # A tag below is inactive


class Tagger:
    """A network and its tags of clips."""

    def __init__(self, path):
        self.net, self.values = network_file.load(path)
        self.memory = self.values["update"]["memory"]
        tags = self.values["views"][0]["tags"]
        tags = [t for t in tags if t["group"] != "content"]
        self.view = {**self.values["views"][0], "tags": tags}
        self.names = [tag["name"] for tag in self.view["tags"]]
        outputs = list(self.net.shape.outputs)
        self.content = [outputs.index(f"content:{t}") for t in content.TAGS]

    def frames(self, samples, rate):
        """(log-mel frames, their gains) of samples."""
        front_end = self.net.shape.front_end
        frames, powers = frontend.frames(samples, rate, front_end)
        return frames, frontend.gains(powers, front_end)

    def predict(self, frames, gains):
        """(tags [updates, tags], content [updates, 3])"""
        p = engine.updates(self.net, frames, self.memory, gains)
        return shown(self.view, p), p[:, self.content]

    def clip(self, clip):
        """The means over a clip."""
        tags, kind = self.predict(*self.frames(*augment.render(clip)))
        return tags.mean(0), kind.mean(0)


def _kinds(tagger, groups):
    """What each kind of sound does."""
    print(
        "| sound | clips | music | speech | silence | strongest tag, mean |"
        " largest tag of any clip |\n|---|---|---|---|---|---|---|"
    )
    for name, found in groups.items():
        tags = np.stack([tags for tags, _ in found])
        kinds = np.mean([kind for _, kind in found], 0)
        top = tags.mean(0).argmax()
        worst = tags.max(0).argmax()
        print(
            f"| {name} | {len(found)} | {kinds[0]:.3f} | {kinds[1]:.3f} |"
            f" {kinds[2]:.3f} | {tagger.names[top]}"
            f" {tags.mean(0)[top]:.2f} | {tagger.names[worst]}"
            f" {tags.max():.2f} |"
        )


def _area(with_it, without, output):
    scores = [kind[output] for _, kind in with_it + without]
    truth = np.arange(len(scores)) < len(with_it)
    return metrics.roc_auc(np.array(scores), truth)


def _areas(groups):
    other = [k for k in groups if k not in ("music", "speech", "silence")]
    rows = [
        ("speech", "speech", ["music"]),
        ("speech", "speech", ["music", "silence", *other]),
        ("music", "music", ["speech"]),
        ("music", "music", ["speech", "silence", *other]),
        ("silence", "silence", ["music", "speech", *other]),
    ]
    print("\n| output | clips of | against | ROC-AUC |\n|---|---|---|---|")
    for output, name, against in rows:
        rest = [one for kind in against for one in groups[kind]]
        area = _area(groups[name], rest, content.TAGS.index(output))
        print(f"| {output} | {name} | {', '.join(against)} | {area:.4f} |")


def _over_music(tagger, groups, speech, music):
    rng = np.random.default_rng(2)
    print(
        "\n| speech over music | speech against music alone |"
        " music against speech alone |\n|---|---|---|"
    )
    for ratio in RATIOS:
        found = []
        for i in range(PER_RATIO):
            plan = augment.Plan(partner=speech[i % len(speech)], ratio=ratio, seed=i)
            base = music[rng.integers(len(music))]
            found.append(tagger.clip(dataclasses.replace(base, plan=plan)))
        print(
            f"| {ratio:+} dB | {_area(found, groups['music'], 1):.4f} |"
            f" {_area(found, groups['speech'], 0):.4f} |"
        )


def _settling(tagger, music):
    """Seconds from the end of music until no tag is above INACTIVE."""
    rate = tagger.net.shape.frame_rate / tagger.net.shape.update_frames
    times, left = [], []
    for clip in music[:24]:
        samples, sampled = augment.render(clip)
        samples = np.concatenate(
            [samples[: SECONDS * sampled], np.zeros(10 * sampled, np.float32)]
        )
        tags, _ = tagger.predict(*tagger.frames(samples, sampled))
        after = tags[-int(10 * rate) :].max(1)
        loud = np.flatnonzero(after >= INACTIVE)
        times.append((loud[-1] + 1) / rate if len(loud) else 0.0)
        left.append(after[-1])
    print(
        f"\nMusic, then digital silence: no tag above {INACTIVE} after"
        f" {np.median(times):.1f} s (median), {max(times):.1f} s (longest);"
        f" the memory is {tagger.memory:g} s. Largest tag 10 s after:"
        f" {max(left):.3f}."
    )


def main():
    """Print the tables."""
    parser = argparse.ArgumentParser(
        prog="python3 -m model.train.reports.content", description=__doc__
    )
    parser.add_argument("--network", type=pathlib.Path, required=True, metavar="FILE")
    parser.add_argument("--data", type=pathlib.Path, required=True, metavar="DIR")
    options = parser.parse_args()
    tagger, report = Tagger(options.network), Progress()
    data = dataset.load(options.data, options.data / "teacher")
    clips = [
        c
        for c in content.clips(data, augment.versions)
        if c.split == "dev" and c.kind != "mixture"
    ]
    dev = data.of("dev")
    clips += dev[:: max(1, len(dev) // MUSIC)][:MUSIC]
    groups = {}
    for i, clip in enumerate(clips):
        report("clips", i, len(clips))
        groups.setdefault(clip.kind, []).append(tagger.clip(clip))
    report("clips", len(clips), len(clips))
    _kinds(tagger, groups)
    _areas(groups)
    speech = [c for c in clips if c.kind == "speech"]
    music = [c for c in clips if c.kind == "music"]
    _over_music(tagger, groups, speech, music)
    _settling(tagger, music)


if __name__ == "__main__":
    main()
