#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""The plugins in GStreamer, with their ports read as properties"""

import json
import os
import subprocess
import sys
import tempfile

BUILD = os.path.abspath(os.environ.get("EARMARK_BUILD", "build"))
VIEWS = {
    "stereo": "default",
    "mono": "default",
    "msd": "msd",
    "mtat": "mtat",
    "jamendo": "jamendo",
}
RATES = [44100, 48000, 96000, 192000]
AUDIO = """synth 4 pluck C3 pluck G3 tremolo 3 40 gain -9 :
    synth 4 sawtooth 110 square amod 4 0 50 gain -12 :
    synth 4 pinknoise tremolo 0.5 90 gain -6"""


def sox(*args):
    subprocess.run(["sox", "-R"] + [str(arg) for arg in args], check=True)


def lines_of(path, view):
    """What the program says over time that a plugin shows"""
    command = [BUILD + "/earmark", "tag", "--json", "--live", "--view", view]
    command += ["--network", BUILD + "/earmark.lv2/network.safetensors", path]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    return [json.loads(line) for line in output.splitlines()]


def earmark(path, view):
    """The tags over time"""
    return [list(line["tags"].values()) for line in lines_of(path, view)]


def tag_properties(element):
    """Names of the properties that are tags, in the order of their ports: those from
    "dropped" on, to the first group's enumeration"""
    own = [p for p in element.list_properties() if p.owner_type == element.__gtype__]
    names = [p.name for p in own]
    begin = names.index("dropped") + 1
    enums = [p.name for p in own[begin:] if p.value_type.is_a(GObject.TYPE_ENUM)]
    return names[begin : names.index(enums[0]) if enums else None]


def play(path, plugin, more=(), **properties):
    """Play a file through the plugin; returns its ports after each buffer"""
    pipeline = Gst.parse_launch(
        "filesrc name=file ! wavparse ! audioconvert ! urn-earmark-%s name=plugin ! fakesink sync=false"
        % plugin
    )
    pipeline.get_by_name("file").set_property("location", path)
    element = pipeline.get_by_name("plugin")
    for name, value in properties.items():
        element.set_property(name, value)
    names = tag_properties(element)
    results = []

    def probe(pad, info):
        ports = {
            name: element.get_property(name)
            for name in ("top-tag", "top-probability", "dropped", "load")
        }
        ports["tags"] = [element.get_property(name) for name in names]
        ports["more"] = [element.get_property(name) for name in more]
        results.append(ports)
        return Gst.PadProbeReturn.OK

    element.get_static_pad("src").add_probe(Gst.PadProbeType.BUFFER, probe)
    pipeline.set_state(Gst.State.PLAYING)
    message = pipeline.get_bus().timed_pop_filtered(
        60 * Gst.SECOND, Gst.MessageType.EOS | Gst.MessageType.ERROR
    )
    pipeline.set_state(Gst.State.NULL)
    assert message and message.type == Gst.MessageType.EOS, (
        message and message.parse_error()
    )
    return results


def changes(tags):
    """The tags each time that they changed from 0 or from others"""
    return [new for old, new in zip([[0.0] * len(tags[0])] + tags, tags) if new != old]


def updates(results):
    return changes([ports["tags"] for ports in results])


def difference(a, b):
    return max(abs(x - y) for x, y in zip(a, b))


def test_elements():
    for plugin in VIEWS:
        element = Gst.ElementFactory.make("urn-earmark-" + plugin)
        assert element, plugin
        assert len(tag_properties(element)) >= 50
        assert element.get_property("enabled") == 1
        assert element.get_property("freewheeling") is False
        assert element.find_property("top-tag").value_type.is_a(GObject.TYPE_ENUM)


def test_equals_program(path):
    """The ports show what the program prints, update by update"""
    for plugin, view in VIEWS.items():
        for freewheeling in (True, False):
            expected = changes(earmark(path, view))
            found = updates(play(path, plugin, freewheeling=freewheeling))
            assert len(found) == len(expected), (plugin, len(found), len(expected))
            worst = max(difference(a, b) for a, b in zip(found, expected))
            print(
                "%s, freewheeling %s: %d updates, %.1g"
                % (plugin, freewheeling, len(found), worst)
            )
            assert worst < 1e-3, plugin


def test_groups_and_scales(path):
    """Leaders, their probabilities and the scales are what the program says"""
    lines = lines_of(path, "default")
    groups, scales = list(lines[0]["groups"]), list(lines[0]["scales"])
    more = [f"strongest-{group}" for group in groups]
    more += [name + "-probability" for name in more] + scales
    results = play(path, "stereo", more, freewheeling=True)
    names = list(lines[0]["tags"])
    found = [(r["more"], r["tags"]) for r in results]
    found = [b for a, b in zip([([], [0.0] * 62)] + found, found) if a[1] != b[1]]
    said = set()
    for line, (values, _) in zip(lines, found, strict=True):
        leaders = [line["groups"][g][0] if line["groups"][g] else "" for g in groups]
        wanted = [names.index(tag) + 1 if tag else 0 for tag in leaders]
        assert [int(v) for v in values[: len(groups)]] == wanted, line
        wanted = [line["tags"].get(tag, 0.0) for tag in leaders]
        wanted += [line["scales"][scale] for scale in scales]
        assert difference(values[len(groups) :], wanted) < 1e-3, line
        said |= set(leaders)
    print("leaders:", *sorted(said))
    assert len(said) > 2


def test_repeatable(path):
    assert play(path, "stereo", freewheeling=True) == play(
        path, "stereo", freewheeling=True
    )


def test_nothing_dropped(path):
    """However fast the pipeline runs"""
    results = play(path, "stereo")
    assert results[-1]["dropped"] == 0
    assert len(updates(results)) > 40


def ranked_tags():
    """Whether each tag of the default view may be the strongest, from the network file"""
    with open(BUILD + "/earmark.lv2/network.safetensors", "rb") as file:
        size = int.from_bytes(file.read(8), "little")
        metadata = json.loads(file.read(size))["__metadata__"]
    return [tag.get("ranked", True) for tag in json.loads(metadata["views"])[0]["tags"]]


def test_top_tag(path):
    results = play(path, "stereo", threshold=0.0, hysteresis=0.0)
    ranked = ranked_tags()
    assert not all(ranked)
    for ports in results:
        strongest = max(tag for tag, may in zip(ports["tags"], ranked) if may)
        assert abs(ports["top-probability"] - strongest) < 1e-6
        if strongest > 0.0:
            assert int(ports["top-tag"]) == ports["tags"].index(strongest) + 1
        else:
            assert int(ports["top-tag"]) == 0
    assert not any(
        int(ports["top-tag"])
        for ports in play(path, "stereo", threshold=1.0, hysteresis=0.0)
    )


def test_bypass(path):
    for ports in play(path, "stereo", enabled=0):
        assert not any(ports["tags"]) and int(ports["top-tag"]) == 0


def test_rates(folder, source):
    """One file at several rates gives the same tags: over the file, and nearly so at each moment"""
    expected = None
    for rate in RATES:
        path = "%s/%d.wav" % (folder, rate)
        sox("-D", source, path, "rate", "-v", rate)
        found = updates(play(path, "stereo", freewheeling=True))
        expected = expected or found
        worst = max(difference(a, b) for a, b in zip(found, expected))
        means = [
            [sum(tag) / len(tag) for tag in zip(*rows)] for rows in (found, expected)
        ]
        over_file = difference(*means)
        print(
            "%d Hz: %d updates, %.5f, over the file %.5f"
            % (rate, len(found), worst, over_file)
        )
        assert abs(len(found) - len(expected)) <= 1
        assert over_file < 0.02 and worst < 0.05, rate


def main(folder):
    source = folder + "/source.wav"
    path = folder + "/stereo.wav"
    sox("-n", "-b", 24, "-r", 96000, "-c", 2, source, *AUDIO.split())
    sox("-D", source, "-b", 16, path, "rate", "-v", 48000)
    test_elements()
    test_equals_program(path)
    test_groups_and_scales(path)
    test_repeatable(path)
    test_nothing_dropped(path)
    test_top_tag(path)
    test_bypass(path)
    test_rates(folder, source)


with tempfile.TemporaryDirectory() as work:
    # lilv takes every folder there for a bundle, so nothing else may be in it
    os.mkdir(work + "/lv2")
    os.symlink(BUILD + "/earmark.lv2", work + "/lv2/earmark.lv2")
    os.environ["LV2_PATH"] = work + "/lv2"
    os.environ["GST_REGISTRY"] = work + "/registry"  # Leave the user's alone
    try:
        import gi

        gi.require_version("Gst", "1.0")
        from gi.repository import GObject, Gst
    except (ImportError, ValueError) as error:
        print("skipped: no GStreamer for Python: %s" % error)
        sys.exit(77)
    Gst.init(None)
    main(work)
