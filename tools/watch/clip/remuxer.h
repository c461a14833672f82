// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_REMUXER_H
#define EARMARK_REMUXER_H

#include "base/error.h"
#include "tools/watch/clip/clip_format.h"
#include "tools/watch/clip/excerpt.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The packets in a container, as they are: nothing is encoded anew; but
/// samples whose first byte is the high one, as RTP has them, are turned round
/// for WAV.
/// `*bytes` are `*size`, for av_free().  False with a message.  [any]
bool remuxer_run(const Excerpt* excerpt,
                 const ClipFormat* format,
                 uint8_t** bytes,
                 size_t* size,
                 Error* error);

#endif
