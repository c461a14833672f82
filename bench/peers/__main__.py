# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Earmark's network beside other runtimes that compute the same, in one run.

Appends rows to the JSON file of ./waf bench: how many times less time an
update takes Earmark, in int8, front end aside.  A peer whose probabilities
differ by more than TOLERANCE from Earmark's in the same precision computes
something else and gets no row.  Needs what scripts/install-deps build train peers
installs.
"""

import argparse
import json
import math
import pathlib
import subprocess

import numpy as np

from model.train.network import network_file
from model.train.data import frontend

from . import export, incremental

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[1]
TOLERANCE = {"float": 1e-4, "int8": 0.01}  # ONNX Runtime rounds biases
SECONDS = 60
ONNXRUNTIME = "onnxruntime-node@1.30.0"
RATE = 22050
WINDOWS = 120  # That ONNX Runtime is asked to compute


def music():
    """Chords with a beat and some noise."""
    rng, t = np.random.default_rng(1), np.arange(SECONDS * RATE) / RATE
    root = 110 * 2 ** (np.floor(t * 2 % 12) / 12)
    phase = 2 * np.pi * np.cumsum(root) / RATE
    chord = sum(np.sin(phase * k) / k for k in (1, 1.5, 2, 3, 4))
    beat = rng.normal(0, 1, len(t)) * np.exp(-((t * 2) % 1) * 12)
    return (0.15 * chord + 0.15 * beat).astype(np.float32)


class Bench:
    """The files of a run, and its rows."""

    def __init__(self, options):
        self.options = options
        self.folder = options.build / "peers"
        self.folder.mkdir(exist_ok=True)
        self.rows = json.loads(options.json.read_text())
        self.int8, values = network_file.load(options.network)
        self.reference = options.network.with_name(
            f"{options.network.stem}-float.safetensors"
        )
        self.plain, _ = network_file.load(self.reference)
        shape = self.int8.shape
        self.memory = values["update"]["memory"] * shape.frame_rate
        self.frames, _ = frontend.frames(music(), RATE, shape.front_end)
        self.frames.astype("<f4").tofile(self.folder / "frames.f32")

    def row(self, name, value, unit):
        """Print and keep."""
        print(f"{name:<40} {value:12.4g} {unit}", flush=True)
        self.rows = [row for row in self.rows if row["name"] != name]
        self.rows.append({"name": name, "value": value, "unit": unit})
        self.options.json.write_text(json.dumps(self.rows, indent=1) + "\n")

    def read(self, name, n_outputs):
        """Probabilities [updates, outputs] that a peer has written."""
        return np.fromfile(self.folder / name, "<f4").reshape(-1, n_outputs)

    def replay(self, kernels, network):
        """(nanoseconds, probabilities) of the engine in C."""
        out = f"{kernels}.f32"
        done = subprocess.run(
            [
                self.options.build / "bench" / "replay",
                kernels,
                network,
                self.folder / "frames.f32",
                self.folder / out,
            ],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            env={"OMP_NUM_THREADS": "1"},
        )
        return float(done.stdout), self.read(out, len(self.int8.shape.outputs))

    def windows(self, name, model, shape, windows):
        """(nanoseconds, probabilities) of ONNX Runtime."""
        if model is not None:
            (self.folder / f"{name}.onnx").write_bytes(model)
        plan = self.folder / f"{name}.json"
        plan.write_text(json.dumps({"shape": shape, "windows": windows}))
        done = subprocess.run(
            [
                "node",
                HERE / "windows.js",
                self.folder / f"{name}.onnx",
                plan,
                self.folder / "frames.f32",
                self.folder / f"{name}.f32",
            ],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            env={
                "NODE_PATH": str(self.folder / "node_modules"),
                "PATH": "/usr/local/bin:/usr/bin:/bin",
            },
        )
        return float(done.stdout), np.fromfile(
            self.folder / f"{name}.f32", "<f4"
        ).reshape(len(windows), -1)

    def plan(self, least):
        """[(update, begin, end)] of windows of the stream's own columns."""
        shape = self.int8.shape
        step = math.lcm(*(s for b in shape.branches for s in b.strides))
        found = []
        for update in range(len(self.frames) // shape.update_frames):
            end = (update + 1) * shape.update_frames
            begin = (end - least) // step * step
            if begin >= 0:
                found.append((update, begin, end))
        return found[-WINDOWS:]

    def measure(self):
        """What the others are compared with."""
        self.time, int8 = self.replay("earmark", self.options.network)
        _, plain = self.replay("earmark", self.reference)
        self.wanted = {"float": plain, "int8": int8}
        self.row("network_us_per_update", self.time / 1000, "us")

    def compare(self, name, precision, theirs, label, updates=slice(None)):
        """The ratio of a peer's time to ours, as a row, if it computes the
        same."""
        time, found = theirs
        worst = np.abs(found - self.wanted[precision][updates]).max()
        print(
            f"{label}: {time / self.time:.1f} times ours; probabilities"
            f" differ by {worst:.1e} at most"
        )
        if worst > TOLERANCE[precision]:
            print(f"{label} computes something else: no row")
            return None
        self.row(name, time / self.time, "x")
        return time / self.time


def _parse():
    parser = argparse.ArgumentParser(prog="python3 -m bench.peers", description=__doc__)
    add = parser.add_argument
    add("--network", type=pathlib.Path, required=True)
    add("--build", type=pathlib.Path, required=True)
    add("--json", type=pathlib.Path, required=True)
    add(
        "--teacher",
        type=pathlib.Path,
        default=ROOT.parent / "shared" / "data" / "teacher" / "msd",
    )
    return parser.parse_args()


def _whole_windows(bench):
    """ONNX Runtime computes every window anew."""
    bands = bench.int8.shape.front_end["bands"]
    for name, precision, net in (
        ("", "float", bench.plain),
        ("_int8", "int8", bench.int8),
    ):
        model, least = export.network(net, bench.memory)
        plan = bench.plan(least)
        found = bench.windows(
            f"windows{name}",
            model,
            [1, bands, None],
            [[begin, end] for _, begin, end in plan],
        )
        bench.compare(
            f"vs_onnxruntime_windows{name}",
            precision,
            found,
            f"ONNX Runtime, {precision}, window by window",
            [update for update, _, _ in plan],
        )


def _incremental(bench):
    """Others run the same incremental graph."""
    ratios = [
        bench.compare(
            "vs_pytorch_incremental",
            "float",
            incremental.run(bench.plain, bench.frames, bench.memory),
            "PyTorch, float, incremental",
        ),
        bench.compare(
            "vs_onednn_incremental",
            "int8",
            bench.replay("onednn", bench.options.network),
            "oneDNN, int8, incremental",
        ),
    ]
    if any(ratios):
        bench.row("vs_best_incremental_peer", min(filter(None, ratios)), "x")


def _teacher(bench):
    """The MSD teacher, a patch of 3 s every update."""
    folder = bench.options.teacher
    if not folder.is_dir():
        print(f"{folder} is not there: no MusiCNN")
        return
    export.musicnn(folder, bench.folder / "musicnn.onnx")
    time, _ = bench.windows("musicnn", None, [1, 1, 187, 96], [[0, 1]] * 10)
    bench.row("vs_musicnn_onnxruntime", time / bench.time, "x")


def install(folder):
    """ONNX Runtime, into the build folder."""
    if not (folder / "node_modules" / "onnxruntime-node").is_dir():
        subprocess.run(
            [
                "npm",
                "install",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--silent",
                ONNXRUNTIME,
            ],
            check=True,
            cwd=folder,
        )


def main():
    """All peers."""
    options = _parse()
    if not (options.build / "bench" / "replay").exists():
        raise SystemExit(
            "bench.peers: oneDNN was not found. Run"
            " scripts/install-deps build train peers, then"
            " ./waf configure and try again."
        )
    bench = Bench(options)
    install(bench.folder)
    bench.measure()
    _incremental(bench)
    _whole_windows(bench)
    _teacher(bench)


if __name__ == "__main__":
    main()
