# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""What people's captions add to the teachers' labels.

Where the label of a clip names a tag of the default view (weak_labels.py says how),
the probabilities of the outputs that the tag is made of are raised by a share
of what they lack.  What a caption does not name is not lowered: captions are
short.  Only the head learns this, and validation is by the teachers alone.
"""

import numpy as np

from ..network import views
from ..data import weak_labels
from .labels import Labels


def enrich(labels, clips, sets, share):
    """Labels whose probabilities of named tags are raised by `share` (0..1) of
    what they lack to 1.  Mixtures of two clips keep theirs."""
    clips = [
        c
        for c in clips
        if c.label
        and c.name in labels
        and c.kind == "music"
        and not (c.plan and c.plan.partner)
    ]
    known = dict(labels.by_clip)
    for tag in views.build(sets)[0]["tags"]:
        members = [output for output, _ in tag["members"]]
        named = weak_labels.positives(tag["name"], [c.label for c in clips])
        for i in np.flatnonzero(named):
            p = known[clips[i].name].copy()
            p[:, members] += share * (1 - p[:, members])
            known[clips[i].name] = p
    return Labels(labels.outputs, labels.seconds, known)
