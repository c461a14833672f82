# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""What the Turtle generator makes of odd names and of broken networks

usage: check_names.py BUILD_FOLDER SCRATCH_FOLDER
"""

import json
import os
import re
import struct
import subprocess
import sys

BUILD, SCRATCH = sys.argv[1:]
NETWORK = BUILD + "/earmark.lv2/network.safetensors"
OUTPUT = SCRATCH + "/turtle"
LV2 = "http://lv2plug.in/ns/lv2core#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
NAMES = [
    'a "quoted" tag',
    "back\\slash \\u0041 \\",
    "mood/theme---odd",
    "Käse 漢字 🎵",
    "'{{uri}}' @en ^^",
    "#no <comment> .",
]


def read_network():
    with open(NETWORK, "rb") as file:
        size = struct.unpack("<Q", file.read(8))[0]
        return json.loads(file.read(size)), file.read()


def write_network(path, change):
    """A copy of the network whose views were changed"""
    header, data = read_network()
    views = json.loads(header["__metadata__"]["views"])
    change(views)
    header["__metadata__"]["views"] = json.dumps(views)
    text = json.dumps(header).encode()
    text += b" " * (-(len(text) + 8) % 64)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def generate(network):
    os.makedirs(OUTPUT, exist_ok=True)
    for name in os.listdir(OUTPUT):
        os.unlink(OUTPUT + "/" + name)
    return subprocess.run(
        [BUILD + "/ttl/generate/generate", network, OUTPUT],
        stderr=subprocess.PIPE,
        universal_newlines=True,
    )


def unescape(match):
    code = match.group(1)
    if code[0] in "uU":
        return chr(int(code[1:], 16))
    return {"n": "\n", "t": "\t", "r": "\r"}.get(code, code)


def literals(path, predicate):
    """All strings that the predicate has in a file, as a parser reads them"""
    triples = subprocess.run(
        ["sordi", "-o", "ntriples", path], check=True, stdout=subprocess.PIPE
    ).stdout.decode()
    found = re.findall(
        r'^\S+ <%s> "(.*)" \.$' % re.escape(predicate), triples, re.MULTILINE
    )
    return [
        re.sub(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", unescape, text)
        for text in found
    ]


def check_names():
    def rename(views):
        views[0]["title"] = NAMES[0]
        for view in views:
            for tag, name in zip(view["tags"], NAMES):
                tag["name"] = tag["group"] = name

    odd = SCRATCH + "/odd.safetensors"
    write_network(odd, rename)
    result = generate(odd)
    assert result.returncode == 0, result.stderr
    for plugin in ("stereo", "mono", "msd", "mtat", "jamendo"):
        path = "%s/%s.ttl" % (OUTPUT, plugin)
        for predicate in (LV2 + "name", RDFS + "label", RDFS + "comment"):
            missing = set(NAMES) - set(literals(path, predicate))
            assert not missing, (plugin, predicate, missing)
    ttl = [OUTPUT + "/" + name for name in sorted(os.listdir(OUTPUT))]
    assert len(ttl) == 8
    subprocess.run(["lv2_validate"] + ttl, check=True)


def check_refused(what, change):
    """The generator fails, says why and leaves no file behind"""
    bad = SCRATCH + "/bad.safetensors"
    write_network(bad, change)
    result = generate(bad)
    assert result.returncode == 1 and result.stderr, (what, result)
    assert not os.listdir(OUTPUT), what
    print("%s: %s" % (what, result.stderr.strip()))


def set_symbol(symbol):
    def change(views):
        views[0]["tags"][1]["symbol"] = symbol

    return change


def check_broken_networks():
    check_refused("symbol with a space", set_symbol("a b"))
    check_refused("symbol that is empty", set_symbol(""))
    check_refused("symbol of a port", set_symbol("memory"))
    check_refused("symbol of an audio port", set_symbol("in_left"))
    check_refused(
        "symbol twice",
        lambda views: views[0]["tags"][1].update(symbol=views[0]["tags"][0]["symbol"]),
    )
    check_refused(
        "name over two lines", lambda views: views[0]["tags"][1].update(name="a\nb")
    )
    check_refused("no views", lambda views: views.clear())
    cut = SCRATCH + "/cut.safetensors"
    with open(NETWORK, "rb") as whole, open(cut, "wb") as part:
        part.write(whole.read()[:-1])
    for path in (cut, SCRATCH + "/missing", "/dev/null"):
        result = generate(path)
        assert result.returncode == 1 and path in result.stderr, (path, result)
        assert not os.listdir(OUTPUT)


def check_fewer_views():
    """A network without the published sets makes the plugins that it can"""
    one = SCRATCH + "/one.safetensors"
    write_network(one, lambda views: views.__delitem__(slice(1, None)))
    assert generate(one).returncode == 0
    assert sorted(os.listdir(OUTPUT)) == ["manifest.ttl"] + [
        name + ".ttl" for name in ("mono-cv", "mono", "stereo-cv", "stereo")
    ]


def check_every_view():
    """Every view has its plugin, whatever its name, and a host can use each"""
    names = ["stereo", "mono", "manifest", "ui", "project", "x", "_", "memory"]
    names += ["default", "a" * 64, "urn", "earmark", "preset", "tags", "cv1", "view"]

    def rename(views):
        tags = views[-1]["tags"]
        views[:] = [dict(views[0], name=names[0])] + [
            {"name": name, "title": name, "tags": tags[: i + 1]}
            for i, name in enumerate(names[1:])
        ]

    many = SCRATCH + "/many.safetensors"
    folder = SCRATCH + "/every"
    os.makedirs(folder)
    write_network(many, rename)
    bundle = [BUILD + "/earmark", "bundle", "-o", folder + "/many.lv2", many]
    subprocess.run(bundle, check=True, stdout=subprocess.DEVNULL)
    ttl = [folder + "/many.lv2/" + f for f in os.listdir(folder + "/many.lv2")]
    subprocess.run(["lv2_validate"] + [f for f in ttl if f.endswith("ttl")], check=True)

    environ = dict(os.environ, LV2_PATH=folder)
    listed = subprocess.run(["lv2ls"], env=environ, check=True, capture_output=True)
    uris = listed.stdout.decode().split()
    assert len(uris) == 4 + len(names) - 1, uris
    for number, uri in enumerate(sorted(uris)):
        out = "%s/%d.wav" % (SCRATCH, number)
        mono = uri.endswith((":mono", ":mono-cv"))
        music = SCRATCH + ("/mono.wav" if mono else "/stereo.wav")
        command = ["lv2apply", "-i", music, "-o", out, uri]
        done = subprocess.run(command, env=environ, capture_output=True)
        assert done.returncode == 0 and os.path.getsize(out), (uri, done.stderr)


check_names()
check_every_view()
check_broken_networks()
check_fewer_views()
