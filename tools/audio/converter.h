// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_CONVERTER_H
#define EARMARK_CONVERTER_H

#include <libavutil/frame.h>

/// Brings audio frames of any sample format into planar 32-bit float; rate,
/// channels and their order stay.  Not for several threads at once.
typedef struct Converter Converter;

/// NULL if memory is short
Converter* converter_new(void);

/// `converter` may be NULL
void converter_free(Converter* converter);

/// Convert a frame; format and channels may differ from those of the frame
/// before.  Returns 0, or libav's code (below 0) of what went wrong.
int converter_run(Converter* converter, AVFrame* in);

/// The frame converted last; valid until the next call
const AVFrame* converter_frame(const Converter* converter);

#endif
