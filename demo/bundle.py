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
OTHER = "#56b4e9"  # Of tags in no group

Tag = collections.namedtuple("Tag", "name symbol group ranked threshold")
Group = collections.namedtuple("Group", "name choice colour")  # Red, green, blue
View = collections.namedtuple("View", "plugin tags groups")


class BundleError(Exception):
    """It is not there; the text tells the user what to do."""


def read_view(build, wanted):
    """A view's plugin (what its URI ends in) and its tags, in the order of the
    plugin's ports; of the first view if none is named."""
    folder = os.path.join(build, BUNDLE)
    for name in (MANIFEST, NETWORK):
        if not os.path.exists(os.path.join(folder, name)):
            raise BundleError(f"There is no {name} in {folder}: run ./waf build")
    with open(os.path.join(folder, NETWORK), "rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        metadata = json.loads(file.read(size))["__metadata__"]
    views = {v["name"]: v for v in json.loads(metadata["views"])}
    first = next(iter(views))
    wanted = wanted or first
    if wanted not in views:
        raise BundleError(f"no view '{wanted}'; there are: {' '.join(views)}")
    plugin = "stereo" if wanted == first else wanted + "-view"
    if not os.path.exists(os.path.join(folder, plugin + ".ttl")):
        plugin = wanted
    tags = [
        Tag(
            t["name"],
            t["symbol"],
            t["group"],
            t.get("ranked", True),
            t.get("threshold", 0.5),
        )
        for t in views[wanted]["tags"]
    ]
    return View(plugin, tags, read_groups(views[wanted]))


def read_groups(view):
    """The view's groups in the order in which people are shown them"""
    listed = {g["name"]: g for g in view.get("groups", [])}
    named = dict.fromkeys(tag["group"] for tag in view["tags"])
    order = [name for name in listed if name in named]
    order += [name for name in named if name not in listed]
    groups = []
    for name in order:
        own = listed.get(name, {})
        colour = bytes.fromhex(own.get("colour", OTHER)[1:])
        groups.append(Group(name, own.get("choice", False), tuple(colour)))
    return groups


def group_of(view, tag):
    """The group that a tag is in"""
    return next(group for group in view.groups if group.name == tag.group)


def short_name(tag):
    """A tag's name without the group that Jamendo's names begin with."""
    return tag.name.split("---")[-1]
