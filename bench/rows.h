// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_ROWS_H
#define EARMARK_ROWS_H

#include "bench/report.h"
#include "model/network.h"

#define BENCH_RATE 48000u
#define BENCH_SECONDS 60u
#define BENCH_SAMPLES (BENCH_RATE * BENCH_SECONDS)

/// Each measures one thing and adds its rows.  `music` has BENCH_SAMPLES.

/// Nanoseconds a frame of resampler, log-mel, timbre (if there is one),
/// branches and head
void rows_stages(Report* report, const float* music, const Network* network);

/// Each library that could resample: time by sample rate, quality at 48 kHz
void
rows_resamplers(Report* report, const float* music, const Network* network);

/// The whole engine: times real time, and what scales, a timbre, memory, sample
/// rate and many instances cost
void rows_engine(Report* report, const float* music, const Network* network);

/// The conv kernel against the peak of its instruction, measured beside it
void rows_kernels(Report* report);

/// The plugin: run() by block size, in CPU time and on the wall (where other
/// programs count, too), less a memcpy of the block; load time, private memory
void rows_plugin(Report* report, const float* music);

/// The window at each size, drawn to memory: all of it, and the share of a core
/// while all tags move; nothing in a build without it
void rows_window(Report* report);

/// `earmark tag`, start-up and decoding included
void rows_program(Report* report,
                  const float* music,
                  const char* program,
                  const char* network);

#endif
