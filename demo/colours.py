# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""One colour for each group of tags, on the terminal and in the picture."""

GROUPS = {
    "genre": (102, 178, 255),
    "mood": (255, 176, 84),
    "mood/theme": (255, 176, 84),
    "character": (186, 156, 255),
    "instrument": (92, 219, 149),
    "voice": (255, 125, 148),
}
OTHER = (102, 178, 255)


def colour_of(tag):
    """Red, green and blue, 0 to 255."""
    return GROUPS.get(tag.group, OTHER)
