# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""LV2 symbols of tags."""

import re

# The plugin's own ports (ttl/), which no tag may shadow
RESERVED = frozenset(
    "in_left in_right in out_left out_right out control notify enabled"
    " freewheeling memory smoothing threshold hysteresis top_tag"
    " top_probability load dropped".split()
)


def from_name(name, group=""):
    """The symbol of a tag: no digit first, nor "_" (GStreamer renames it)."""
    text = re.sub("[^a-z0-9]+", "_", name.lower()).strip("_")
    if not text or text[0].isdigit():
        text = f"{group or 'tag'}_{text}".strip("_")
    return text + "_tag" if text in RESERVED else text
