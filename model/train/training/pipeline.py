# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The stages of a training, each on what the one before has left."""

import dataclasses
import hashlib

import numpy as np

from ..network import folded, network_file, quantise, views
from ..data import augment, content, dataset
from ..teachers import captions, hidden_units, labels, loudness, preprocess
from . import begin, branches, command_line, features, heads, provenance
from .loss import Distillation

CALIBRATION_CLIPS = 150


def digest(net):
    """A short name of the numbers of timbre and branches."""
    found = hashlib.sha256()
    for conv in net.convs:
        for array in (conv.weight, conv.bias, conv.scale):
            found.update(b"" if array is None else array.tobytes())
    return found.hexdigest()[:16]


class Pipeline:
    """Data, frames and labels, and what is done with them."""

    def __init__(self, options, report):
        self.options = options
        self.report = report
        self.data = dataset.load(options.data, options.teachers)
        self.data_sets = [self.data]
        for folder in options.more:
            more = dataset.load(folder, options.teachers, self.data.sets)
            self.data_sets.append(more)
            self.data = dataset.join(self.data, more)
        self.data = self._with_draws()
        clips, with_content = self._clips()
        self.sets = dict(self.data.sets)
        if with_content:
            self.sets["content"] = content.TAGS
        self.shape = options.shape(self.sets)
        self.frames = preprocess.prepare(
            self.data,
            clips,
            options.work,
            self.shape.front_end,
            options.teachers,
            report,
        )
        self.clips = [c for c in clips if c.name in self.frames]
        self.labels = labels.load(self.data, self.clips, options.work, with_content)
        if self.shape.front_end.get("level"):
            loudness.undo(self.labels, self.frames)

    def _with_draws(self):
        """The data with the shares in which clips are to be drawn."""
        draw = self.options.draw
        clips = [
            dataclasses.replace(c, draws=draw.get((c.origin, c.vocals), 1.0))
            for c in self.data.clips
        ]
        return dataclasses.replace(self.data, clips=clips)

    def _clips(self):
        """(all that is used, whether there is more than music)"""
        music = [
            c
            for c in self.data.clips
            if c.kind == "music" and c.split in ("train", "dev")
        ]
        train = [c for c in music if c.split == "train"]
        changed = augment.versions(train, self.options.augment)
        if all(c.kind == "music" for c in self.data.clips):
            return music + changed, False
        other = content.clips(self.data, augment.versions)
        return music + other + changed, True

    def names(self, split):
        """The clips that features can be learnt from: all of train, the music
        of dev."""
        return [
            c.name
            for c in self.clips
            if c.split == split
            and (split == "train" or c.kind == "music")
            and c.name in self.labels
            and self.frames.count(c.name) >= 2 * features.BLOCK
        ]

    def _draws(self):
        """How often each clip of train is drawn."""
        draws = {c.name: c.draws for c in self.clips}
        return [draws[name] for name in self.names("train")]

    def means(self, split):
        """The labels of whole clips [clips, outputs]."""
        return np.stack([self.labels.mean(n) for n in self.names(split)])

    def distillation(self):
        """What the head minimises."""
        music = {c.name for c in self.clips if c.kind == "music"}
        means = [self.labels.mean(n) for n in self.names("train") if n in music]
        n_distilled = sum(map(len, self.data.sets.values()))
        return Distillation(means, self.options.logit_weight, n_distilled)

    def hidden_units(self, clips):
        """The teachers' hidden units on clips, if they are targets, too."""
        if not self.options.hidden_units:
            return None
        clips = [c for c in clips if c.kind not in ("noise", "silence")]
        hidden_units.compute(
            clips, self.data.sets, self.options.work, self.options.teachers, self.report
        )
        return hidden_units.load(clips, self.options.work)

    def train_branches(self):
        """Stage 1: a network whose branches have learnt the labels."""
        clips = [c for c in self.clips if c.split == "train"]
        return branches.train(
            self.shape,
            self.data,
            clips,
            self.frames,
            self.labels,
            self.options,
            self.options.checkpoints / "branches.pt",
            self.report,
            self.hidden_units(clips),
            self.provenance(),
        )

    def quantise_branches(self, trained):
        """(int8 network without a head, the quantum of each feature)"""
        sample = np.random.default_rng(0).permutation(self.names("train"))
        clips = [self.frames.get(name) for name in sample[:CALIBRATION_CLIPS]]
        return quantise.quantise_branches(folded.fold(trained), clips)

    def _features(self, int8, split):
        """Stage 2: (blocks, starts) of the clips of a split."""
        return features.load(
            int8,
            self.frames,
            self.names(split),
            self.options.checkpoints / f"features-{split}.npz",
            digest(int8),
            self.report,
        )

    def train_head(self, trained, int8, quanta):
        """Stage 3: (head for int8 features, features that it has seen)"""
        train = self._features(int8, "train")
        head = heads.adapt(trained.head, quanta)
        labels = self.labels
        if self.options.captions:
            train_clips = [c for c in self.clips if c.split == "train"]
            labels = captions.enrich(
                labels, train_clips, self.sets, self.options.captions
            )
        if self.names("dev"):
            dev = self._features(int8, "dev")
            head = heads.train(
                head,
                heads.Examples(*train, self.names("train"), labels, self._draws()),
                heads.Validation(dev[0], self.means("dev"), self.data.sets),
                self.distillation(),
                self.options,
                f"{digest(int8)} {self.options.seed} {self.options.captions}",
                self.report,
            )
        return head, train[0].rows.astype(np.float32)

    def run(self):
        """All stages: from data to network files."""
        trained = self.train_branches()
        int8, quanta = self.quantise_branches(trained)
        head, rows = self.train_head(trained, int8, quanta)
        self.export(trained, int8, quanta, head, rows)

    def export(self, trained, int8, quanta, head, rows):
        """Write the int8 network and, beside it, its float reference."""
        int8.head = quantise.quantise_head(folded.fold_head(head), rows)
        plain = folded.fold(trained)
        plain.head = folded.fold_head(head)
        plain.head[0].weight /= quanta.astype(np.float32)
        files = command_line.files(self.options.output)
        for path, net in zip(files, (int8, plain)):
            if self.shape.front_end.get("level"):
                loudness.follow(net)
            network_file.save(
                path,
                net,
                self.options.name,
                views.build(views.sets_of(net.shape.outputs)),
                self.options.memory,
                self.provenance(),
            )
            size = path.stat().st_size
            print(f"{path}: {size} bytes, {net.n_parameters} parameters")

    def provenance(self):
        """Where the network comes from."""
        earlier = self.options.begin
        return provenance.describe(
            self.options,
            self.data_sets,
            {split: len(self.names(split)) for split in ("train", "dev")},
            begin.provenance_of(earlier) if earlier else None,
        )
