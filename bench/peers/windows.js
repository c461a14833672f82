// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// ONNX Runtime, one thread, window after window.
// Usage: node windows.js MODEL WINDOWS.json FRAMES.f32 OUT.f32
// WINDOWS.json: {"shape": [1, bands, null], "windows": [[begin, end], ...]},
// frames of FRAMES; null stands for their number.  A shape without null is one
// of fixed size, filled with zeros.  Prints the nanoseconds of a window, on
// the wall, of the fastest of some runs.
"use strict";

const fs = require("fs");
const ort = require("onnxruntime-node");

const RUNS = 3;

function floats(path) {
  const bytes = fs.readFileSync(path);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}

/** The tensor [1, bands, time] of frames begin..end */
function windowOf(frames, shape, begin, end) {
  const sizes = shape.map((n) => (n === null ? end - begin : n));
  const data = new Float32Array(sizes.reduce((a, b) => a * b));
  if (shape.includes(null)) {
    const [, bands, n] = sizes;
    for (let t = 0; t < n; t++) {
      for (let c = 0; c < bands; c++) {
        data[c * n + t] = frames[(begin + t) * bands + c];
      }
    }
  }
  return new ort.Tensor("float32", data, sizes);
}

async function main([model, plan, framesPath, out]) {
  const session = await ort.InferenceSession.create(model, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
  });
  const { shape, windows } = JSON.parse(fs.readFileSync(plan));
  const frames = floats(framesPath);
  const inputs = windows.map(([begin, end]) =>
    windowOf(frames, shape, begin, end)
  );
  let best = Infinity;
  let rows = [];
  for (let i = 0; i < RUNS; i++) {
    rows = [];
    const start = process.hrtime.bigint();
    for (const input of inputs) {
      const found = await session.run({ frames: input });
      rows.push(found.probabilities.data);
    }
    best = Math.min(best, Number(process.hrtime.bigint() - start));
  }
  const bytes = rows.map((r) => Buffer.from(r.buffer, r.byteOffset, r.length * 4));
  fs.writeFileSync(out, Buffer.concat(bytes));
  console.log(Math.round(best / inputs.length));
}

main(process.argv.slice(2));
