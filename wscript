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

# pkg-config names; what only tests and benchmarks need is asked for by --tests
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
# Of the plugins' window and of the picture in a mixer strip
WINDOW_LIBRARIES = {
    "CAIRO": "cairo",
    "CAIRO_XCB": "cairo-xcb",
    "XCB": "xcb",
    "LILV": "lilv-0",
}
ENGINE_LIBRARIES = ["LV2", "FFTW", "FFTW_THREADS", "SOXR", "JANSSON", "M", "PTHREAD"]
PROGRAM_LIBRARIES = ["LBFGS", "AVFORMAT", "AVCODEC", "AVUTIL", "SWRESAMPLE"]

# Instruction sets with tables of their own: file suffix, flags, machines
ISA_FLAGS = [
    ("avx2", ["-mavx2"], ["x86_64"]),
    ("avxvnni", ["-mavx2", "-mavxvnni"], ["x86_64"]),
    ("avx512bw", ["-mavx512bw"], ["x86_64"]),
    ("avx512vnni", ["-mavx512bw", "-mavx512vnni"], ["x86_64"]),
    ("neon", [], ["aarch64"]),
    ("dotprod", ["-march=armv8.2-a+dotprod"], ["aarch64"]),
]


def options(opt):
    opt.load("compiler_c")
    group = opt.add_option_group("Earmark's options")
    group.add_option(
        "--debug", action="store_true", help="no optimisation, more checks"
    )
    group.add_option("--strict", action="store_true", help="warnings are errors")
    group.add_option(
        "--tests",
        action="store_true",
        help="let a plain build make tests and benchmarks too",
    )
    group.add_option("--sanitize", metavar="LIST", help="as gcc's -fsanitize=LIST")
    group.add_option(
        "--no-ui", action="store_true", help="no window, no picture in the mixer strip"
    )
    group.add_option(
        "--lv2dir", metavar="DIR", help="where to install the bundle [PREFIX/lib/lv2]"
    )
    group.add_option(
        "--network",
        metavar="FILE",
        help="network file to build in [model/default/default.safetensors]",
    )
    group = opt.add_option_group("Options of test and demo")
    group.add_option(
        "--filter",
        default="",
        metavar="TEXT",
        help="run only tests whose name has TEXT",
    )
    group.add_option(
        "--args", default="", metavar="TEXT", help="arguments for the demo's player"
    )
    group.add_option(
        "--peers",
        action="store_true",
        help="measure other runtimes beside the engine, too",
    )


def configure(conf):
    conf.load("compiler_c")
    env = conf.env
    env.append_unique(
        "CFLAGS",
        [
            "-std=c11",
            "-g",
            "-fPIC",
            "-fvisibility=hidden",
            "-ffp-contract=off",
            "-pthread",
        ]
        + WARNINGS,
    )
    env.append_unique(
        "CFLAGS",
        ["-O0"]
        if conf.options.debug
        else [
            "-O2",
            "-ftree-vectorize",
            "-fvect-cost-model=dynamic",
            "-fno-math-errno",
            "-fno-trapping-math",
        ],
    )
    if conf.options.strict:
        env.append_unique("CFLAGS", "-Werror")
    if conf.options.sanitize:
        flags = [
            "-fsanitize=" + conf.options.sanitize,
            "-fno-sanitize-recover=all",
            "-fno-omit-frame-pointer",
        ]
        env.append_unique("CFLAGS", flags)
        env.append_unique("LINKFLAGS", flags)

    for name, package in LIBRARIES.items():
        conf.check_cfg(
            package=package.split()[0],
            uselib_store=name,
            args=[package, "--cflags", "--libs"],
        )
    conf.check_cc(lib="fftw3f_threads", use="FFTW PTHREAD", uselib_store="FFTW_THREADS")
    conf.check_cc(lib="m", uselib_store="M")
    conf.check_cc(lib="pthread", uselib_store="PTHREAD")
    if not conf.options.no_ui:
        for name, package in WINDOW_LIBRARIES.items():
            conf.check_cfg(package=package, uselib_store=name, args="--cflags --libs")
        env.DEFINES += ["EARMARK_HAVE_CAIRO"]
    env.WINDOW = not conf.options.no_ui
    env.TESTS = bool(conf.options.tests)
    conf.check_cfg(
        package="lilv-0",
        uselib_store="LILV",
        args="--cflags --libs",
        mandatory=env.TESTS,
    )

    # What only benchmarks compare with
    if conf.check_cfg(
        package="samplerate",
        uselib_store="SAMPLERATE",
        args="--cflags --libs",
        mandatory=False,
    ):
        env.append_unique("DEFINES_SAMPLERATE", "EARMARK_HAVE_SAMPLERATE")
    conf.check_cc(
        lib="dnnl",
        header_name="oneapi/dnnl/dnnl.h",
        uselib_store="DNNL",
        mandatory=False,
    )

    env.ISAS = [list(isa[:2]) for isa in ISA_FLAGS if env.DEST_CPU in isa[2]]
    env.DEFINES += ["EARMARK_HAVE_%s" % name.upper() for name, _ in env.ISAS]
    env.LV2DIR = conf.options.lv2dir or os.path.join(env.PREFIX, "lib", "lv2")
    env.NETWORK = os.path.abspath(
        conf.options.network or "model/default/default.safetensors"
    )
    if not os.path.exists(env.NETWORK):
        conf.fatal("There is no network file %s" % env.NETWORK)
    env.VERSION = VERSION
    conf.msg("Bundle goes to", env.LV2DIR)
    conf.msg("Network file", env.NETWORK)


def build_engine(bld):
    """The one engine, as a static library for plugin, program and tests"""
    per_isa = []
    for name, flags in bld.env.ISAS:
        bld.objects(
            source=bld.path.ant_glob("model/kernels/*/%s.c" % name),
            target="kernels-" + name,
            includes=".",
            cflags=flags + ["-O3"],
        )
        per_isa.append("kernels-" + name)
    rooms = ["base", "dsp", "model", "model/file", "model/kernels", "engine", "plugin"]
    bld.stlib(
        source=bld.path.ant_glob(
            [room + "/*.c" for room in rooms],
            excl=["plugin/lv2*.c", "plugin/picture.c"],
        ),
        target="engine",
        includes=".",
        export_includes=".",
        use=ENGINE_LIBRARIES + per_isa,
    )


def build_bundle(bld):
    """The LV2 bundle: library, network and the Turtle made from it"""
    bundle = bld.path.find_or_declare("earmark.lv2/manifest.ttl").parent
    lib = bld.shlib(
        source=bld.path.ant_glob(
            ["plugin/lv2*.c"] + ["plugin/picture.c"] * bld.env.WINDOW
        ),
        target="earmark.lv2/earmark",
        use="engine CAIRO",
        # FFTW's planner keeps a pointer into libfftw3f_threads once we made it
        # thread-safe, so neither may be unloaded before the host ends
        linkflags=["-Wl,-z,nodelete", "-Wl,--no-undefined"]
        if not Options.options.sanitize
        else ["-Wl,-z,nodelete"],
        install_path=os.path.join(bld.env.LV2DIR, "earmark.lv2"),
    )
    lib.env.cshlib_PATTERN = "%s.so"
    if bld.env.WINDOW:
        build_window(bld)

    embed, templates = bld.path.find_node("ttl/embed.py"), bld.path.find_or_declare(
        "ttl/templates.c"
    )
    bld.add_manual_dependency(templates, embed)
    bld(
        rule="/usr/bin/python3 %s ${TGT} ${SRC}" % embed.abspath(),
        source=bld.path.ant_glob("ttl/*.in"),
        target=templates,
        name="templates",
    )
    bld.stlib(
        source=bld.path.ant_glob("ttl/*.c", excl="ttl/generate.c") + [templates],
        target="bundles",
        use="engine",
    )
    bld.program(
        source="ttl/generate.c",
        target="ttl/generate",
        use="bundles engine",
        install_path=None,
    )
    network = bld.root.find_node(bld.env.NETWORK)
    bld(
        rule="${SRC[0].abspath()} ${SRC[1].abspath()} %s %s"
        % (bundle.abspath(), "window" if bld.env.WINDOW else ""),
        source=[bld.path.find_or_declare("ttl/generate"), network],
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


def build_window(bld):
    """The plugins' window, a library of its own: hosts without a display never load it"""
    bld.stlib(
        source=bld.path.ant_glob("plugin/ui/*.c", excl="plugin/ui/lv2_ui.c"),
        target="window",
        includes=".",
        export_includes=".",
        use="CAIRO CAIRO_XCB XCB LILV M",
    )
    exports = bld.path.find_node("plugin/ui/exports.map")
    lib = bld.shlib(
        source=["plugin/ui/lv2_ui.c", "plugin/prefix.c"],
        target="earmark.lv2/earmark_ui",
        includes=".",
        use="window LV2 PTHREAD",
        linkflags=["-Wl,--version-script=%s" % exports.abspath()]
        + ([] if Options.options.sanitize else ["-Wl,--no-undefined"]),
        install_path=os.path.join(bld.env.LV2DIR, "earmark.lv2"),
    )
    lib.env.cshlib_PATTERN = "%s.so"


def build_presets(bld):
    """A bundle of its own: presets are for Earmark's plugins, not for all that a network makes"""
    for source in bld.path.ant_glob("presets/*.ttl"):
        target = bld.path.find_or_declare("earmark-presets.lv2/" + source.name)
        bld(
            rule="cp ${SRC} ${TGT}",
            source=source,
            target=target,
            name="preset " + source.name,
        )
        bld.install_files(os.path.join(bld.env.LV2DIR, "earmark-presets.lv2"), target)
    bld.install_files(
        "${PREFIX}/share/earmark/ardour", bld.path.ant_glob("presets/ardour/*.lua")
    )


def build_program(bld):
    bld.program(
        source=bld.path.ant_glob(["tools/*.c", "tools/*/*.c"]),
        target="earmark",
        use=["bundles", "engine"] + PROGRAM_LIBRARIES,
        defines=[
            'EARMARK_VERSION="%s"' % VERSION,
            'EARMARK_INSTALLED="%s"' % os.path.join(bld.env.LV2DIR, "earmark.lv2"),
        ],
    )
    bld.install_files("${PREFIX}/share/man/man1", bld.path.ant_glob("doc/*.1"))


def build_helpers(bld):
    """What tests and benchmarks share: a small host, made-up networks"""
    if not bld.env.LIB_LILV:
        bld.fatal(
            "Tests and benchmarks need lilv: scripts/install-deps test, then configure again"
        )
    bld.stlib(
        source=bld.path.ant_glob("tests/support/*.c"),
        target="testing",
        includes=".",
        use="engine LILV",
    )


def build_tests(bld):
    """An executable for each tests/unit/*/test_*.c"""
    windows = ["tests/unit/plugin/test_board.c"] if not bld.env.WINDOW else []
    for test in bld.path.ant_glob("tests/unit/*/test_*.c", excl=windows):
        bld.program(
            source=[test],
            target="tests/" + os.path.splitext(test.name)[0],
            use="testing engine LILV" + (" window" if bld.env.WINDOW else ""),
            linkflags=[
                "-rdynamic"
            ],  # test_realtime replaces libc's functions for the libraries too
            defines=[
                'EARMARK_BUNDLE="%s/"'
                % bld.path.find_or_declare("earmark.lv2").abspath()
            ],
            install_path=None,
        )

    if bld.env.WINDOW:  # Run by tests/host/test_window.sh, as it needs a display
        bld.program(
            source=["tests/host/window/check.c"],
            target="tests/check_window",
            use="XCB CAIRO LILV LV2",
            linkflags=["-rdynamic"],  # counts what the window draws
            lib=["dl"],
            install_path=None,
        )


def build_bench(bld):
    bld.program(
        source=bld.path.ant_glob("bench/*.c"),
        target="bench/bench",
        use="testing engine LILV SAMPLERATE",
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
        rule="/usr/bin/python3 ${SRC[0].abspath()} ${TGT[0].abspath()} --notes ${SRC[1].abspath()}",
        source=["demo/render.py", "demo/piece.abc"],
        target=["demo/piece.wav", "demo/piece.tsv"],
        name="piece",
    )


def build(bld):
    bld.env.INCLUDES = [bld.path.abspath()]
    build_engine(bld)
    build_bundle(bld)
    build_presets(bld)
    build_program(bld)
    if bld.env.TESTS or bld.cmd in ("test", "bench"):
        build_helpers(bld)
    if bld.env.TESTS or bld.cmd == "test":
        build_tests(bld)
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
    self.add_install_files(
        install_to=os.path.join(self.env.LV2DIR, "earmark.lv2"), install_from=files
    )


class AfterBuild:
    """Makes a build into a command that runs something once all is built"""

    def execute(self):
        super().execute()
        environ = dict(
            os.environ,
            EARMARK_BUILD=self.bldnode.abspath(),
            EARMARK_ROOT=self.path.abspath(),
        )
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
        return [
            ["/usr/bin/python3", "tests/run.py", "--filter=" + Options.options.filter]
        ]


class Bench(AfterBuild, Build.BuildContext):
    """builds, then measures speed"""

    cmd = "bench"

    def commands(self):
        folder = self.bldnode.abspath()
        rows = folder + "/bench.json"
        yield [folder + "/bench/bench", self.env.NETWORK, folder + "/earmark", rows]
        if Options.options.peers:
            yield [
                "/usr/bin/python3",
                "-m",
                "bench.peers",
                "--network",
                self.env.NETWORK,
                "--build",
                folder,
                "--json",
                rows,
            ]


class Demo(AfterBuild, Build.BuildContext):
    """builds, then plays music through the plugin and shows the tags"""

    cmd = "demo"

    def commands(self):
        return [
            ["/usr/bin/python3", "demo/player.py"] + shlex.split(Options.options.args)
        ]
