# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""What the plugin bundle that was built holds: views and their tags."""

import collections
import json
import os
import struct

BUNDLE = "earmark.lv2"
MANIFEST = "manifest.ttl"
NETWORK = "network.safetensors"
VIEWS = {
    "default": "stereo",
    "msd": "msd",
    "mtat": "mtat",
    "jamendo": "jamendo",
}

Tag = collections.namedtuple("Tag", "name symbol group ranked")


class BundleError(Exception):
    """It is not there; the text tells the user what to do."""


def read_tags(build, view):
    """The tags of a view, in the order of the plugin's ports."""
    folder = os.path.join(build, BUNDLE)
    for name in (MANIFEST, NETWORK):
        if not os.path.exists(os.path.join(folder, name)):
            raise BundleError(f"There is no {name} in {folder}: run ./waf build")
    with open(os.path.join(folder, NETWORK), "rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        metadata = json.loads(file.read(size))["__metadata__"]
    views = {v["name"]: v["tags"] for v in json.loads(metadata["views"])}
    return [
        Tag(t["name"], t["symbol"], t["group"], t.get("ranked", True))
        for t in views[view]
    ]


def short_name(tag):
    """A tag's name without the group that Jamendo's names begin with."""
    return tag.name.split("---")[-1]
