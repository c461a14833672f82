#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""`earmark bundle`: it prints every plugin that it made, one URI a line.

What the bundle is like is in test_learn."""

import os
import re
import tempfile

from program import earmark

NETWORK = os.path.join(os.environ["EARMARK_BUILD"], "earmark.lv2/network.safetensors")


def made_plugins(bundle):
    """The plugins' URIs as the bundle's manifest has them."""
    with open(os.path.join(bundle, "manifest.ttl"), encoding="utf-8") as file:
        return re.findall(r"^<(\S+)>\s+a lv2:Plugin", file.read(), re.MULTILINE)


def test_plugins(folder, prefix, *arguments):
    """The output has all plugins of the bundle, as the manifest orders them."""
    bundle = os.path.join(folder, "mine.lv2")
    out, error = earmark("bundle", "-o", bundle, *arguments, NETWORK)
    assert not error, error
    first, *rest = out.splitlines()
    made = made_plugins(bundle)
    assert first == f"{bundle}: {len(made)} plugins", first
    assert rest == [f"  {uri}" for uri in made], (rest, made)
    names = [uri[len(prefix) :] for uri in made if uri.startswith(prefix)]
    assert names[:4] == ["stereo", "mono", "stereo-cv", "mono-cv"], names
    assert len(names) == len(made) > 4, "no other view"


with tempfile.TemporaryDirectory() as temporary:
    test_plugins(temporary, "urn:earmark:network:")
    test_plugins(temporary, "https://example.org/", "-u", "https://example.org/")
