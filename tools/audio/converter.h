// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_CONVERTER_H
#define EARMARK_CONVERTER_H

#include <libavutil/frame.h>
#include <stdbool.h>

#define CONVERTER_MAX_CHANNELS 2 /* Of the output */
#define CONVERTER_MAX_INPUTS 64  /* As libswresample takes */

/**
   Brings audio frames of any rate, layout and sample format, which may change
   from frame to frame, to planar 32-bit float of one rate.  One channel and two
   stay what they are; more are mixed to stereo as FFmpeg mixes them.  Not for
   several threads at once.
*/
typedef struct Converter Converter;

/// The nearest to `rate` that the engine takes, by doubling or halving; below 1
/// if there is none
int converter_fit_rate(int rate);

/// `rate` is that of the output.  NULL if memory is short.
Converter* converter_new(int rate);

/// `converter` may be NULL
void converter_free(Converter* converter);

/**
   Convert a frame.  Where its shape is not that of the frames before, what is
   left of these comes first: then `*taken` is false, and the frame is due
   again.  Without a frame (NULL), only what is left comes.

   Returns 0, or libav's code (below 0) if the frame is impossible to convert.
*/
int converter_run(Converter* converter, AVFrame* in, bool* taken);

/// What the last call made, maybe 0 samples; valid until the next call
const AVFrame* converter_frame(const Converter* converter);

#endif
