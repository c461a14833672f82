# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Build of Earmark: ./waf configure build, then test, bench, demo or install"""

import os
import shlex
import subprocess

from waflib import Build, Logs, Options, TaskGen

APPNAME = "earmark"
VERSION = "0.1.0"
top = "."
out = "build"

WARNINGS = """
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
    -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wcast-align
    -Wvla -Wdouble-promotion -Wformat=2
""".split()
# No flag may change what floating point computes: all builds give the same tags
CODE = "-std=c11 -g -fPIC -fvisibility=hidden -ffp-contract=off -pthread".split()
FAST = """
    -O2 -ftree-vectorize -fvect-cost-model=dynamic -fno-math-errno
    -fno-trapping-math
""".split()

# pkg-config names
LIBRARIES = {
    "LV2": "lv2 >= 1.18",
    "FFTW": "fftw3f",
    "SOXR": "soxr",
    "JANSSON": "jansson >= 2.10",
    "LBFGS": "liblbfgs",
    "AVFORMAT": "libavformat",
    "AVCODEC": "libavcodec",
    "AVUTIL": "libavutil",
    "SWRESAMPLE": "libswresample",
}
WINDOW_LIBRARIES = {"CAIRO": "cairo", "CAIRO_XCB": "cairo-xcb", "XCB": "xcb"}
TEST_LIBRARIES = {"LILV": "lilv-0"}  # The window reads Turtle by it, too

# Each folder of C is a static library of its own.  It may include and use what
# is named here, rooms or libraries, and what these may use: nothing else links.
ROOMS = {
    "base": "PTHREAD",
    "dsp": "base FFTW FFTW_THREADS SOXR M",
    "model/kernels": "base",
    "model": "model/kernels dsp M",
    "model/file": "model JANSSON",
    "engine": "model/file",
    "plugin": "engine LV2 CAIRO DL",
    "ttl": "plugin",
    "tools/options": "plugin",
    "tools/audio": "engine AVFORMAT AVCODEC AVUTIL SWRESAMPLE",
    "tools/export": "tools/options",
    "tools/learn": "tools/audio tools/options LBFGS",
}
WINDOW_ROOMS = {"plugin/ui": "plugin CAIRO CAIRO_XCB XCB LILV"}
TEST_ROOMS = {"tests/support": "plugin LILV"}

# Instruction sets with kernels of their own: file, flags, machine
INSTRUCTION_SETS = [
    ("x86/avx2", ["-mavx2"], "x86_64"),
    ("x86/avxvnni", ["-mavx2", "-mavxvnni"], "x86_64"),
    ("x86/avx512bw", ["-mavx512bw"], "x86_64"),
    ("x86/avx512vnni", ["-mavx512bw", "-mavx512vnni"], "x86_64"),
    ("arm/neon", [], "aarch64"),
    ("arm/dotprod", ["-march=armv8.2-a+dotprod"], "aarch64"),
]

# Option, placeholder of its value or None, help
OPTIONS = [
    ("--debug", None, "no optimisation, more checks"),
    ("--strict", None, "warnings are errors"),
    ("--tests", None, "let a plain build make tests and benchmarks too"),
    ("--sanitize", "LIST", "as gcc's -fsanitize=LIST"),
    ("--no-ui", None, "no window, no picture in the mixer strip"),
    ("--lv2dir", "DIR", "where to install the bundle [PREFIX/lib/lv2]"),
    ("--network", "FILE", "network file to build in [%s]"),
]
RUN_OPTIONS = [
    ("--filter", "TEXT", "run only tests whose name has TEXT"),
    ("--args", "TEXT", "arguments for the demo's player"),
    ("--peers", None, "measure other runtimes beside the engine, too"),
]
NETWORK = "model/default/default.safetensors"


def options(opt):
    opt.load("compiler_c")
    for title, table in (
        ("Earmark's options", OPTIONS),
        ("Options of test, demo and bench", RUN_OPTIONS),
    ):
        group = opt.add_option_group(title)
        for name, value, text in table:
            text = text.replace("%s", NETWORK)
            if value:
                group.add_option(name, metavar=value, default="", help=text)
            else:
                group.add_option(name, action="store_true", help=text)


def configure(conf):
    conf.load("compiler_c")
    env = conf.env
    wanted = conf.options
    env.append_unique("CFLAGS", CODE + WARNINGS + (["-O0"] if wanted.debug else FAST))
    env.append_unique("LINKFLAGS", ["-Wl,--as-needed"])
    if wanted.strict:
        env.append_unique("CFLAGS", "-Werror")
    if wanted.sanitize:
        flags = ["-fsanitize=" + wanted.sanitize, "-fno-sanitize-recover=all"]
        env.append_unique("CFLAGS", flags + ["-fno-omit-frame-pointer"])
        env.append_unique("LINKFLAGS", flags)
    env.SANITIZE = wanted.sanitize
    env.WINDOW = not wanted.no_ui
    env.TESTS = bool(wanted.tests)
    find_libraries(conf)

    env.LV2DIR = wanted.lv2dir or os.path.join(env.PREFIX, "lib", "lv2")
    env.NETWORK = os.path.abspath(wanted.network or NETWORK)
    if not os.path.exists(env.NETWORK):
        conf.fatal("There is no network file %s" % env.NETWORK)
    env.SETS = [list(s[:2]) for s in INSTRUCTION_SETS if s[2] == env.DEST_CPU]
    env.DEFINES += [
        "EARMARK_HAVE_" + name.split("/")[1].upper() for name, _ in env.SETS
    ]
    env.DEFINES += ["EARMARK_HAVE_CAIRO"] if env.WINDOW else []
    env.DEFINES += [
        'EARMARK_VERSION="%s"' % VERSION,
        'EARMARK_INSTALLED="%s"' % os.path.join(env.LV2DIR, "earmark.lv2"),
    ]
    conf.msg("Bundle goes to", env.LV2DIR)
    conf.msg("Network file", env.NETWORK)


def find_libraries(conf):
    def find(package, name, mandatory=True):
        return conf.check_cfg(
            package=package.split()[0],
            uselib_store=name,
            args=[package, "--cflags", "--libs"],
            mandatory=mandatory,
        )

    for name, package in LIBRARIES.items():
        find(package, name)
    for name, package in WINDOW_LIBRARIES.items():
        if conf.env.WINDOW:
            find(package, name)
    for name, package in TEST_LIBRARIES.items():
        find(package, name, conf.env.WINDOW or conf.env.TESTS)
    conf.check_cc(lib="fftw3f_threads", use="FFTW PTHREAD", uselib_store="FFTW_THREADS")
    for name in ("m", "pthread", "dl"):
        conf.check_cc(lib=name, uselib_store=name.upper())

    # What only benchmarks compare with
    if find("samplerate", "SAMPLERATE", False):
        conf.env.append_unique("DEFINES_SAMPLERATE", "EARMARK_HAVE_SAMPLERATE")
    header = "oneapi/dnnl/dnnl.h"
    conf.check_cc(lib="dnnl", header_name=header, uselib_store="DNNL", mandatory=False)


def build_room(bld, folder, uses):
    """A folder's objects, and the static library of them"""
    objects = []
    if folder == "model/kernels":
        objects = [name for name, _ in bld.env.SETS]
        for name, flags in bld.env.SETS:
            source = "%s/%s.c" % (folder, name)
            bld.objects(source=source, target=name, cflags=flags + ["-O3"])
    sources = bld.path.ant_glob(folder + "/*.c")
    if folder == "ttl":
        sources.append(bld.path.find_or_declare("ttl/templates.c"))
    own = folder + ".objects"
    bld.objects(source=sources, target=own, use=uses)
    bld(
        features="c cstlib",
        target=folder.replace("/", "-"),
        name=folder,
        use=[own] + objects + uses.split(),
    )


def build_rooms(bld):
    embed = bld.path.find_node("ttl/embed.py")
    templates = bld.path.find_or_declare("ttl/templates.c")
    bld.add_manual_dependency(templates, embed)
    bld(
        rule="/usr/bin/python3 %s ${TGT} ${SRC}" % embed.abspath(),
        source=bld.path.ant_glob("ttl/*.in"),
        target=templates,
        name="templates",
    )
    rooms = dict(ROOMS)
    if bld.env.WINDOW:
        rooms.update(WINDOW_ROOMS)
    if bld.env.TESTS or bld.cmd in ("test", "bench"):
        rooms.update(TEST_ROOMS)
    for folder, uses in rooms.items():
        build_room(bld, folder, uses)
    return rooms


def build_library(bld, name, room, linkflags):
    """A shared library of the bundle, of all that is in a room"""
    if not bld.env.SANITIZE:
        linkflags = linkflags + ["-Wl,--no-undefined"]
    lib = bld(
        features="c cshlib",
        target="earmark.lv2/" + name,
        use=[room + ".objects"] + (dict(ROOMS, **WINDOW_ROOMS)[room]).split(),
        linkflags=linkflags,
        install_path=os.path.join(bld.env.LV2DIR, "earmark.lv2"),
    )
    lib.env.cshlib_PATTERN = "%s.so"


def build_bundle(bld):
    """The LV2 bundle: libraries, network and the Turtle made from it"""
    # FFTW's planner keeps a pointer into libfftw3f_threads once we made it
    # thread-safe, so neither may be unloaded before the host ends
    build_library(bld, "earmark", "plugin", ["-Wl,-z,nodelete"])
    if bld.env.WINDOW:
        # Hosts without a display never load it
        exports = bld.path.find_node("plugin/ui/exports.map").abspath()
        build_library(
            bld, "earmark_ui", "plugin/ui", ["-Wl,--version-script=" + exports]
        )

    bundle = bld.path.find_or_declare("earmark.lv2/manifest.ttl").parent
    generate = bld.path.find_or_declare("ttl/generate/generate")
    bld.program(
        source="ttl/generate/main.c",
        target=generate,
        use="ttl",
        install_path=None,
    )
    network = bld.root.find_node(bld.env.NETWORK)
    window = "window" if bld.env.WINDOW else ""
    bld(
        rule="${SRC[0].abspath()} ${SRC[1].abspath()} %s %s"
        % (bundle.abspath(), window),
        source=[generate, network],
        target=bundle.find_or_declare("manifest.ttl"),
        shell=True,
        name="turtle",
    )
    # By a rename: hosts may have the old one mapped
    bld(
        rule="cp ${SRC} ${TGT}.new && mv ${TGT}.new ${TGT}",
        source=network,
        target=bundle.find_or_declare("network.safetensors"),
        shell=True,
        name="network",
    )


def build_presets(bld):
    """A bundle of its own: presets are for Earmark's plugins, not for all that a
    network makes"""
    for source in bld.path.ant_glob("presets/*.ttl"):
        target = bld.path.find_or_declare("earmark-presets.lv2/" + source.name)
        name = "preset " + source.name
        bld(rule="cp ${SRC} ${TGT}", source=source, target=target, name=name)
        folder = os.path.join(bld.env.LV2DIR, "earmark-presets.lv2")
        bld.install_files(folder, target)
    scripts = bld.path.ant_glob("presets/ardour/*.lua")
    bld.install_files("${PREFIX}/share/earmark/ardour", scripts)


def build_program(bld):
    rooms = [room for room in ROOMS if room.startswith("tools/")] + ["ttl"]
    sources = bld.path.ant_glob("tools/*.c")
    bld.program(source=sources, target="earmark", use=rooms)
    bld.install_files("${PREFIX}/share/man/man1", bld.path.ant_glob("doc/*.1"))


def build_tests(bld, rooms):
    """An executable for each tests/unit/ROOM/test_*.c, and one for each room"""
    bundle = bld.path.find_or_declare("earmark.lv2").abspath()
    for room in rooms:
        for test in bld.path.ant_glob("tests/unit/%s/test_*.c" % room):
            bld.program(
                source=[test],
                target=test.change_ext("").get_bld(),
                use=["tests/support", room],
                # test_realtime replaces libc's functions for the libraries, too
                linkflags=["-rdynamic"],
                defines=['EARMARK_BUNDLE="%s/"' % bundle],
                install_path=None,
            )
    # Whole, with what it may use and nothing else: a wrong include does not link
    for room, uses in rooms.items():
        bld.program(
            source="tests/build/room.c",
            target="tests/rooms/" + room.replace("/", "-"),
            use=[room + ".objects"] + bld.get_tgen_by_name(room).use[1:],
            install_path=None,
        )
    if bld.env.WINDOW:  # Run by tests/host/test_window.sh, as it needs a display
        bld.program(
            source=bld.path.ant_glob("tests/host/window/*.c"),
            target="tests/check_window",
            use="XCB CAIRO LILV LV2 DL",
            linkflags=["-rdynamic"],  # counts what the window draws
            install_path=None,
        )


def build_bench(bld):
    bld.program(
        source=bld.path.ant_glob("bench/*.c"),
        target="bench/bench",
        use="tests/support SAMPLERATE",
        install_path=None,
    )
    if bld.env.LIB_DNNL:
        bld.program(
            source=bld.path.ant_glob("bench/peers/*.c"),
            target="bench/replay",
            use="engine DNNL",
            install_path=None,
        )


def build_piece(bld):
    """The demo's music: notes to sound"""
    bld(
        rule="/usr/bin/python3 ${SRC[0].abspath()} ${TGT[0].abspath()}"
        " --notes ${SRC[1].abspath()}",
        source=["demo/render.py", "demo/piece.abc"],
        target=["demo/piece.wav", "demo/piece.tsv"],
        name="piece",
    )


def build(bld):
    bld.env.INCLUDES = [bld.path.abspath()]
    if bld.cmd in ("test", "bench") and not bld.env.LIB_LILV:
        bld.fatal("This needs lilv: scripts/install-deps test, then configure again")
    rooms = build_rooms(bld)
    build_bundle(bld)
    build_presets(bld)
    build_program(bld)
    if bld.env.TESTS or bld.cmd == "test":
        build_tests(bld, rooms)
    if bld.env.TESTS or bld.cmd == "bench":
        build_bench(bld)
    if bld.cmd == "demo":
        build_piece(bld)
    bld.post_mode = Build.POST_LAZY
    bld.add_group()
    bld(features="bundle_data")


@TaskGen.feature("bundle_data")
def install_bundle_data(self):
    """Which Turtle files there are is known only when they have been made"""
    bundle = self.bld.bldnode.find_dir("earmark.lv2")
    files = bundle.ant_glob(["*.ttl", "*.safetensors"], quiet=True)
    folder = os.path.join(self.env.LV2DIR, "earmark.lv2")
    self.add_install_files(install_to=folder, install_from=files)


class AfterBuild:
    """Makes a build into a command that runs something once all is built"""

    def execute(self):
        super().execute()
        folders = {"BUILD": self.bldnode.abspath(), "ROOT": self.path.abspath()}
        environ = dict(os.environ, **{"EARMARK_" + k: v for k, v in folders.items()})
        for command in self.commands():
            Logs.info("Running: %s" % " ".join(command))
            status = subprocess.call(command, cwd=self.path.abspath(), env=environ)
            if status:
                break
        if status or not Options.commands:  # nothing after it: its last line is ours
            raise SystemExit(status)


class Test(AfterBuild, Build.BuildContext):
    """builds, then runs the tests"""

    cmd = "test"

    def commands(self):
        wanted = "--filter=" + Options.options.filter
        return [["/usr/bin/python3", "tests/run.py", wanted]]


class Bench(AfterBuild, Build.BuildContext):
    """builds, then measures speed"""

    cmd = "bench"

    def commands(self):
        folder = self.bldnode.abspath()
        network, rows = self.env.NETWORK, folder + "/bench.json"
        yield [folder + "/bench/bench", network, folder + "/earmark", rows]
        if Options.options.peers:
            peers = ["/usr/bin/python3", "-m", "bench.peers", "--network", network]
            yield peers + ["--build", folder, "--json", rows]


class Demo(AfterBuild, Build.BuildContext):
    """builds, then plays music through the plugin and shows the tags"""

    cmd = "demo"

    def commands(self):
        player = ["/usr/bin/python3", "demo/player.py"]
        return [player + shlex.split(Options.options.args)]
