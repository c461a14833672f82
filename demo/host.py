# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""The real LV2 host: a GStreamer pipeline with the plugin in it."""

import collections
import os
import sys
import tempfile

from bundle import BUNDLE

# One block of audio that has passed the plugin: the time in seconds at its end,
# the tags at the plugin's ports then, the strongest tag of each group that has a
# name (its index, or None), and the highest sample
Block = collections.namedtuple("Block", "time tags leaders peak")

# The port before the first tag's
LAST_FIXED_PORT = "dropped"


class HostError(Exception):
    """Something is missing or broken; the text tells the user what."""


def start_gstreamer(build):
    """GStreamer's bindings, with only our bundle to be found."""
    # lilv takes every folder in LV2_PATH for a bundle, so it gets its own, and
    # the user's registry of GStreamer plugins is left alone
    folder = tempfile.TemporaryDirectory(prefix="earmark-")
    os.mkdir(os.path.join(folder.name, "lv2"))
    os.symlink(os.path.join(build, BUNDLE), os.path.join(folder.name, "lv2", BUNDLE))
    os.environ["LV2_PATH"] = os.path.join(folder.name, "lv2")
    os.environ["GST_REGISTRY"] = os.path.join(folder.name, "registry")
    try:
        import gi

        gi.require_version("Gst", "1.0")
        from gi.repository import Gst
    except (ImportError, ValueError) as error:
        raise HostError(
            f"There is no GStreamer for Python ({error}): install the Debian"
            " packages python3-gi and gir1.2-gstreamer-1.0"
        ) from error
    Gst.init(None)
    return Gst, folder


class Player:
    """Plays a file through the plugin; blocks() tells what happens."""

    def __init__(self, build, view, fast=False, audible=False):
        self.gst, self.folder = start_gstreamer(build)
        self.passed = collections.deque()
        self.pipeline = self.gst.Pipeline.new()
        self.plugin = self._make(
            "urn-earmark-" + view.plugin,
            "the bundle could not be loaded (try GST_DEBUG=lv2:5)"
            if self.gst.Registry.get().find_plugin("lv2")
            else "GStreamer's lv2 plugin is missing (Debian package"
            " gstreamer1.0-plugins-bad)",
        )
        # GStreamer alters some symbols, so the tags' ports are known by their order
        names = [p.name for p in self.plugin.list_properties()]
        start = names.index(LAST_FIXED_PORT) + 1
        end = start + len(view.tags)
        self.properties = names[start:end]
        # Then come two for each group: which tag is strongest, and its probability
        self.leaders = {
            group.name: names[end + 2 * i]
            for i, group in enumerate(g for g in view.groups if g.name)
        }
        # Freewheeling, the plugin finds the tags of a block at once; else its
        # worker follows the music as it does on a stage
        self.plugin.set_property("freewheeling", fast)
        self._link(fast, audible)

    def _make(self, name, hint):
        element = self.gst.ElementFactory.make(name)
        if not element:
            raise HostError(f"GStreamer has no element {name}: {hint}")
        self.pipeline.add(element)
        return element

    def _link(self, fast, audible):
        """source ! decoder ! converter ! plugin ! ... ! sink"""
        base = "install the Debian package gstreamer1.0-plugins-base"
        good = "install the Debian package gstreamer1.0-plugins-good"
        self.source = self._make("filesrc", base)
        decoder = self._make("decodebin", base)
        before = self._make("audioconvert", base)
        chain = [before, self.plugin]
        if audible:
            chain.append(self._make("audioconvert", base))
            chain.append(self._make("audioresample", base))
            chain.append(self._make("autoaudiosink", good))
        else:
            chain.append(self._make("fakesink", base))
            chain[-1].set_property("sync", not fast)
        self.source.link(decoder)
        for left, right in zip(chain, chain[1:]):
            left.link(right)
        decoder.connect("pad-added", self._connect, before.get_static_pad("sink"))
        self.plugin.get_static_pad("src").add_probe(
            self.gst.PadProbeType.BUFFER, self._look
        )

    @staticmethod
    def _connect(_decoder, pad, sink):
        kind = pad.query_caps(None).to_string()
        if kind.startswith("audio/") and not sink.is_linked():
            pad.link(sink)

    def _look(self, pad, info):
        """Note what the plugin's ports say after a block; GStreamer's thread."""
        buffer = info.get_buffer()
        format_ = pad.get_current_caps().get_structure(0)
        known, mapped = buffer.map(self.gst.MapFlags.READ)
        samples = memoryview(mapped.data).cast("f") if known else []
        n_frames = len(samples) / format_.get_int("channels")[1]
        time = buffer.pts / self.gst.SECOND + n_frames / format_.get_int("rate")[1]
        peak = max(samples, default=0.0)
        if known:
            buffer.unmap(mapped)
        tags = [self.plugin.get_property(name) for name in self.properties]
        leaders = {
            group: int(self.plugin.get_property(name)) - 1
            for group, name in self.leaders.items()
        }
        leaders = {g: i if i >= 0 else None for g, i in leaders.items()}
        self.passed.append(Block(time, tags, leaders, peak))
        return self.gst.PadProbeReturn.OK

    def memory(self):
        """Over how many seconds the plugin looks back."""
        return self.plugin.get_property("memory")

    def play(self, path, interval=0.05):
        """Play a file to its end.  Gives lists of the blocks that passed, one
        every interval seconds; they may be empty."""
        if not os.path.isfile(path):
            raise HostError(f"There is no file {path}")
        self.source.set_property("location", path)
        self.pipeline.set_state(self.gst.State.PLAYING)
        bus, message = self.pipeline.get_bus(), None
        kinds = self.gst.MessageType
        ends = kinds.EOS | kinds.ERROR
        try:
            while not (message and message.type & ends):
                message = bus.timed_pop_filtered(
                    int(interval * self.gst.SECOND), ends | kinds.WARNING
                )
                if message and message.type == kinds.WARNING:
                    warning, _ = message.parse_warning()
                    print(f"Warning: {warning.message}", file=sys.stderr)
                yield [self.passed.popleft() for _ in range(len(self.passed))]
        finally:
            self.pipeline.set_state(self.gst.State.NULL)
        if message.type == kinds.ERROR:
            error, _ = message.parse_error()
            raise HostError(f"{path}: {error.message}")

    def seconds(self):
        """The file's length, or None while it is not known."""
        known, length = self.pipeline.query_duration(self.gst.Format.TIME)
        return length / self.gst.SECOND if known and length > 0 else None
