#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Follows every call from the functions marked EARMARK_REALTIME, in the call graph
that GCC writes: all of ours that they reach are marked too, and nothing of others
is reached but what is known to be harmless."""

import ast
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROOMS = "base dsp model model/kernels engine plugin".split()
PACKAGES = "lv2 cairo jansson fftw3f soxr samplerate".split()
# run() and what it must reach in the end: else the graph has a gap
ENTRY = "plugin_run"
REACHED = """fft_run resampler_process leveller_push timbre_push rolling_push
    rule_message ports_notify""".split()

HARMLESS = {
    "copying": "memcpy memmove memset",
    "arithmetic": """ceil expf expm1 expm1f floor fmax fmaxf fmin fminf log10f logf lrintf
        powf rint sqrt sqrtf""",
    "FFTW, once planned": "fftwf_execute_dft_r2c",
    # test_resampler.c and test_realtime.c watch it do its work
    "libsoxr, once it has its buffers": "soxr_process",
    "libsamplerate": "src_process src_reset",
}

# What calls through pointers reach: the caller's file, patterns of functions
KERNELS = r"model/kernels/.*\.c:(dot|requantise)"
ARITHMETIC = r"model/arithmetic_(\w+)\.c:\1_(load|slide|bank|conv|max|add|dense)"
POINTERS = {
    "dsp/resampler.c": [
        r"dsp/resampler_soxr\.c:converter_(forget|process)",
        r"dsp/resampler_samplerate\.c:converter_(reset|process)",
    ],
    "dsp/framer.c": [r"engine/pipeline\.c:feed_frame"],
    "model/arithmetic_int8.c": [KERNELS],
    "model/branch.c": [ARITHMETIC],
    "model/head.c": [ARITHMETIC],
    "model/rolling.c": [ARITHMETIC],
    "model/stream.c": [ARITHMETIC],
    "model/timbre.c": [ARITHMETIC],
    "engine/automation.c": [r"plugin/mappings\.c:(has_room|send)"],
    "engine/pipeline.c": [],  # Training and tests look at frames, no plugin does
    "plugin/worker.c": [],  # The host's schedule_work(): LV2 makes it safe
    "plugin/inline_display.c": [],  # The host's queue_draw(), likewise
}

INDIRECT = "__indirect_call"
# Functions that are only called, not defined, are drawn as ellipses
NODE = re.compile(r'^node: { title: "([^"]+)" label: "[^"]*" }$', re.MULTILINE)
EDGE = re.compile(r'^edge: { sourcename: "([^"]+)" targetname: "([^"]+)"', re.MULTILINE)
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
MARKED = re.compile(r"\bEARMARK_REALTIME\b[^;{}()]*?\b(\w+)\s*\(")


def find_sources():
    """{file: flags} of all that the plugin is made of on this machine."""
    tree = ast.parse((ROOT / "wscript").read_text())
    sets = next(
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and node.targets[0].id == "INSTRUCTION_SETS"
    )
    sources = {path: [] for room in ROOMS for path in (ROOT / room).glob("*.c")}
    for name, flags, machine in sets:
        if machine == platform.machine():
            defines = "-DEARMARK_HAVE_" + name.split("/")[1].upper()
            sources[ROOT / "model/kernels" / (name + ".c")] = flags + [defines]
    return {str(path.relative_to(ROOT)): flags for path, flags in sources.items()}


def read_calls(file, flags, folder):
    """{function: {what it calls}} of one file; statics are named file:function."""
    graph = folder / "calls.ci"
    subprocess.run(
        ["gcc", "-std=c11", "-O0", "-I.", "-DEARMARK_VERSION=0", "-DEARMARK_HAVE_CAIRO"]
        + flags
        + ["-fcallgraph-info", "-c", file, "-o", graph.with_suffix(".o")],
        cwd=ROOT,
        check=True,
    )
    text = graph.read_text()
    calls = {function: set() for function in NODE.findall(text)}
    for caller, callee in EDGE.findall(text):
        calls[caller].add(f"{file}:{INDIRECT}" if callee == INDIRECT else callee)
    return calls


def read_all_calls():
    """The same of all files."""
    libraries = subprocess.run(
        ["pkg-config", "--cflags"] + PACKAGES, stdout=subprocess.PIPE, text=True
    ).stdout.split()
    calls = {}
    with tempfile.TemporaryDirectory() as folder:
        for file, flags in find_sources().items():
            calls.update(read_calls(file, flags + libraries, pathlib.Path(folder)))
    return calls


def pointer_targets(call, calls):
    """The functions that a call through a pointer may reach."""
    for target in POINTERS.get(call.split(":")[0], []):
        found = [f for f in calls if re.fullmatch(target, f)]
        assert found, f"there is no {target}"
        yield from found


def follow(calls, roots):
    """{function: who calls it} of all that is reached."""
    callers = {root: None for root in roots}
    waiting = list(roots)
    while waiting:
        caller = waiting.pop()
        targets = set(calls.get(caller, ()))
        if caller.endswith(INDIRECT):
            targets.update(pointer_targets(caller, calls))
        for target in sorted(targets - set(callers)):
            callers[target] = caller
            waiting.append(target)
    return callers


def read_marks():
    """Names that headers mark."""
    headers = [h for room in ROOMS for h in (ROOT / room).glob("*.h")]
    texts = [COMMENT.sub("", h.read_text(encoding="utf-8")) for h in headers]
    return {name for text in texts for name in MARKED.findall(text)}


def fault_of(function, calls, marks):
    """What is wrong with a function that is reached, or None."""
    if function.endswith(INDIRECT):
        known = function.split(":")[0] in POINTERS
        return None if known else "may be anything: name what it is in this test"
    if function in calls:  # Ours; what is static needs no mark
        return None if ":" in function or function in marks else "is not marked"
    known = any(function in names.split() for names in HARMLESS.values())
    return None if known else "may not be called"


def find_faults(calls, marks):
    """One line a fault."""
    callers = follow(calls, sorted(marks & set(calls)))
    for function in sorted(callers):
        fault = fault_of(function, calls, marks)
        if fault:
            path = [function]
            while callers[path[-1]]:
                path.append(callers[path[-1]])
            yield f"{' <- '.join(path)}: {function} {fault}"
    for file in POINTERS:
        if f"{file}:{INDIRECT}" not in callers:
            yield f"{file} calls through no pointer: remove it from this test"
    entered = follow(calls, [ENTRY])
    for function in REACHED:
        if function not in entered:
            yield f"{function} is not reached from {ENTRY}: the graph has a gap"


def main():
    """Print what is wrong."""
    if not shutil.which("gcc"):
        print("no gcc")
        return 77
    faults = list(find_faults(read_all_calls(), read_marks()))
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
