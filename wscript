# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Build of Earmark: ./waf configure build, then test, bench, demo or install"""

import os

from waflib import Build

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
    "JANSSON": "jansson >= 2.10",
    "LBFGS": "liblbfgs",
    "AVFORMAT": "libavformat",
    "AVCODEC": "libavcodec",
    "AVUTIL": "libavutil",
    "SWRESAMPLE": "libswresample",
    "EBUR128": "libebur128",
    "SQLITE3": "sqlite3 >= 3.37",
    "MICROHTTPD": "libmicrohttpd >= 0.9.70",
    "CURL": "libcurl",
    "GLIB": "glib-2.0 >= 2.68",
    "CHROMAPRINT": "libchromaprint",
}
# Used if found; TagLib by the only C++
SERVICE_LIBRARIES = {"SYSTEMD": "libsystemd", "LO": "liblo", "TAGLIB": "taglib"}
# Of which one is needed, with dsp/resampler_*.c; tests and bench compare those found
RESAMPLERS = ["soxr", "samplerate"]
WINDOW_LIBRARIES = {"CAIRO": "cairo", "CAIRO_XCB": "cairo-xcb", "XCB": "xcb"}
TEST_LIBRARIES = {"LILV": "lilv-0"}  # The window reads Turtle by it, too

# Each folder of C is a static library: it may use what is named, and what that may
ROOMS = {
    "base": "PTHREAD M",
    "dsp": "base FFTW FFTW_THREADS SOXR SAMPLERATE M",
    "model/kernels": "base",
    "model": "model/kernels dsp M",
    "model/file": "model JANSSON",
    "engine": "model/file",
    "plugin": "engine LV2 CAIRO DL",
    "ttl": "plugin",
    "tools/audio": "engine AVFORMAT AVCODEC AVUTIL SWRESAMPLE",
    "tools/options": "plugin tools/audio",
    "tools/archive": "tools/options PTHREAD",
    "tools/export": "tools/archive ttl",
    "tools/metadata": "tools/export TAGLIB STDC++",
    "tools/learn": "tools/options LBFGS",
    "tools/watch/source": "tools/options AVDEVICE PTHREAD",
    "tools/watch/meter": "tools/watch/source EBUR128 CHROMAPRINT",
    "tools/watch/station": "tools/watch/meter",
    "tools/watch/rules": "tools/watch/meter GLIB",
    "tools/watch/display": "tools/watch/station tools/watch/rules",
    "tools/watch/event": "tools/watch/display",
    "tools/watch/clip": "tools/watch/event",
    "tools/watch/history": "tools/watch/event SQLITE3",
    "tools/watch/report": "tools/watch/history GLIB CAIRO",
    "tools/watch/notice": "tools/watch/event CURL",
    "tools/watch/page": "tools/watch/clip tools/watch/history MICROHTTPD AVUTIL PTHREAD",
    "tools/watch/osc": "tools/watch/event LO",
    "tools/watch/config": "tools/watch/notice tools/watch/page tools/watch/osc",
    "tools/watch/desk": "tools/watch/history tools/watch/config SYSTEMD",
    "tools/commands": "tools/metadata tools/learn tools/watch/desk tools/watch/report",
}
WINDOW_ROOMS = {"plugin/ui": "plugin CAIRO CAIRO_XCB XCB LILV"}
TEST_ROOMS = {
    "tests/support": "model/file",
    "tests/support/host": "tests/support plugin LILV",
}

# Rooms with files that their embed.py makes C of: that, and the files
EMBEDDED = {
    "ttl": ("ttl/templates.c", "ttl/*.in"),
    "tools/watch/page": ("tools/watch/page/assets.c", "tools/watch/page/web/*"),
}

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
    ("--devices", None, "let earmark watch capture from sound cards (libavdevice)"),
    ("--no-ui", None, "no window, no picture in the mixer strip"),
    ("--lv2dir", "DIR", "where to install the bundle [PREFIX/lib/lv2]"),
    ("--network", "FILE", "network file to build in [%s]"),
    ("--resampler", "NAME", "library that resamples: soxr or samplerate [soxr]"),
]
RUN_OPTIONS = [
    ("--filter", "TEXT", "run only tests whose name has TEXT"),
    ("--args", "TEXT", "arguments for the demo's player"),
    ("--peers", None, "measure other runtimes beside the engine, too"),
]
NETWORK = "model/default/default.safetensors"


def options(opt):
    opt.load("compiler_c compiler_cxx")
    opt.load("after_build", tooldir=[opt.path.abspath() + "/scripts"])
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
    conf.load("compiler_c compiler_cxx")
    conf.load("compile_commands", tooldir=[conf.path.abspath() + "/scripts"])
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
    # Clang 20 and later: what is marked EARMARK_REALTIME calls nothing that is not
    effects = ["-Werror", "-Wfunction-effects"]
    if conf.check_cc(
        cflags=effects, msg="Checking for real-time checks", mandatory=False
    ):
        env.append_unique("CFLAGS", "-Wfunction-effects")
    env.SANITIZE = wanted.sanitize
    env.CXXFLAGS += ["-std=c++17", "-g", "-O2", "-fPIC", "-Wall", "-Wextra"]
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
    for name, package in SERVICE_LIBRARIES.items():
        if find(package, name, False):
            conf.env.DEFINES += ["EARMARK_HAVE_" + name]
    if conf.options.devices:
        find("libavdevice", "AVDEVICE")
        conf.env.DEFINES += ["EARMARK_HAVE_AVDEVICE"]
    for name, package in WINDOW_LIBRARIES.items():
        if conf.env.WINDOW:
            find(package, name)
    for name, package in TEST_LIBRARIES.items():
        find(package, name, conf.env.WINDOW or conf.env.TESTS)
    conf.check_cc(lib="fftw3f_threads", use="FFTW PTHREAD", uselib_store="FFTW_THREADS")
    for name in ("m", "pthread", "dl", "stdc++"):
        conf.check_cc(lib=name, uselib_store=name.upper())

    wanted = conf.options.resampler or "soxr"
    if wanted not in RESAMPLERS:
        conf.fatal("--resampler is one of " + ", ".join(RESAMPLERS))
    conf.env.RESAMPLERS = [r for r in RESAMPLERS if find(r, r.upper(), r == wanted)]
    conf.env.DEFINES += ["EARMARK_RESAMPLER=resampler_" + wanted]
    conf.env.DEFINES += ["EARMARK_HAVE_" + r.upper() for r in conf.env.RESAMPLERS]
    conf.msg("Resampler", wanted)

    # What only benchmarks compare with
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
    without = set(RESAMPLERS).difference(bld.env.RESAMPLERS)
    without = ["dsp/resampler_%s.c" % name for name in without]
    sources = bld.path.ant_glob(folder + "/*.c", excl=without)
    if bld.env.LIB_TAGLIB:
        sources += bld.path.ant_glob(folder + "/*.cpp")
    if folder in EMBEDDED:
        sources.append(bld.path.find_or_declare(EMBEDDED[folder][0]))
    own = folder + ".objects"
    bld.objects(source=sources, target=own, use=uses)
    bld(
        features="c cstlib",
        target=folder.replace("/", "-"),
        name=folder,
        use=[own] + objects + uses.split(),
    )


def embed(bld, folder, target, files):
    """Files as C, which the room has"""
    script = bld.path.find_node(folder + "/embed.py")
    made = bld.path.find_or_declare(target)
    bld.add_manual_dependency(made, script)
    bld(
        rule="/usr/bin/python3 %s ${TGT} ${SRC}" % script.abspath(),
        source=bld.path.ant_glob(files),
        target=made,
        name=target,
    )


def build_rooms(bld):
    for folder, (target, files) in EMBEDDED.items():
        embed(bld, folder, target, files)
    bld.rooms = dict(ROOMS)
    if bld.env.WINDOW:
        bld.rooms.update(WINDOW_ROOMS)
    if bld.env.TESTS or bld.cmd in ("test", "bench"):
        bld.rooms.update(TEST_ROOMS)
    for folder, uses in bld.rooms.items():
        build_room(bld, folder, uses)


def build_program(bld):
    rooms = [room for room in ROOMS if room.startswith("tools/")] + ["ttl"]
    sources = bld.path.ant_glob("tools/*.c")
    bld.program(source=sources, target="earmark", use=rooms)
    bld.install_files("${PREFIX}/share/man/man1", bld.path.ant_glob("doc/*.1"))
    bld(
        features="subst",
        source="systemd/earmark-watch.service.in",
        target="systemd/earmark-watch.service",
        install_path="${PREFIX}/lib/systemd/system",
    )


def build(bld):
    bld.env.INCLUDES = [bld.path.abspath()]
    if bld.cmd in ("test", "bench") and not bld.env.LIB_LILV:
        bld.fatal("This needs lilv: scripts/install-deps test, then configure again")
    build_rooms(bld)
    bld.recurse("plugin")
    build_program(bld)
    bld.recurse("presets")
    if bld.env.TESTS or bld.cmd == "test":
        bld.recurse("tests")
    if bld.env.TESTS or bld.cmd == "bench":
        bld.recurse("bench")
    if bld.cmd == "demo":
        bld.recurse("demo")
    bld.post_mode = Build.POST_LAZY
    bld.add_group()
    bld(features="bundle_data")
