# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The weak labels of the clips against a view's tags.

Rule: a clip is a positive of a tag if the tag's name, or one of its WORDS,
stands in the clip's label as whole words, case and punctuation aside.  Tags
with fewer than MIN positives are left out, and so are clips without a label.
"""

import re

import numpy as np

from ..base import metrics

MIN = 5

# Other words for a tag; a tag's own name always counts
WORDS = {
    "hip hop": ("hiphop", "rap", "trap"),
    "rnb": ("r b", "soul", "rhythm and blues"),
    "electronic": ("electronica", "edm", "electro"),
    "orchestral": ("orchestra", "symphonic", "symphony"),
    "drums": ("drum", "percussion"),
    "strings": ("string", "cello", "violins"),
    "synthesizer": ("synth", "synths", "synthesizers"),
    "choir": ("choral", "chorus"),
    "relaxing": ("relaxed", "calm", "peaceful"),
    "sad": ("melancholic", "melancholy"),
    "happy": ("joyful", "cheerful"),
    "energetic": ("energy",),
    "female voice": ("female", "woman"),
    "male voice": ("male", "man"),
    "no voice": ("instrumental",),
    "soundtrack": ("film", "cinematic", "movie"),
}

# What speaks of a group though it is no tag of the view: who says "slow" of a
# clip knows whether it is fast
OTHERS = {
    "character": ("slow", "soft"),
    "instrument": (
        "keyboard",
        "choir",
        "choral",
        "organ",
        "saxophone",
        "trumpet",
        "brass",
        "cello",
    ),
}


def _plain(text):
    return " " + re.sub("[^a-z0-9]+", " ", text.lower()).strip() + " "


def mentions_group(group, labels):
    """Which of the labels name something of a group that is no tag."""
    return _mention(OTHERS.get(group, ()), labels)


def positives(tag, labels):
    """Which of the labels mention a tag."""
    return _mention((tag, *WORDS.get(tag, ())), labels)


def _mention(words, labels):
    words = [_plain(word) for word in words]
    texts = [_plain(label) for label in labels]
    return np.array([any(w in text for w in words) for text in texts])


def areas(tags, probabilities, labels):
    """[(tag, positives, ROC-AUC)] of tags that enough labels mention."""
    rows = []
    for i, tag in enumerate(tags):
        positive = positives(tag, labels)
        if MIN <= positive.sum() <= len(labels) - MIN:
            area = metrics.roc_auc(probabilities[:, i], positive)
            rows.append((tag, int(positive.sum()), area))
    return rows
