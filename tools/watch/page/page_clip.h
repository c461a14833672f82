// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PAGE_CLIP_H
#define EARMARK_PAGE_CLIP_H

#include "tools/watch/page/page_request.h"

#include <stdbool.h>
#include <stdint.h>

/// Bytes of a file
typedef struct {
  uint64_t first;
  uint64_t n;
} PageRange;

/// The sound of an event; by its id, or a part of its bytes.  [http]
enum MHD_Result page_clip(PageRequest* request);

/// Of "bytes=FIRST-LAST" and its other forms, for `size` bytes.  Returns the
/// status of the answer: 206 for a range, 416 for none that there is, and 200
/// with all for anything else, as the standard wants it.  [any]
unsigned page_range_read(const char* header, uint64_t size, PageRange* range);

#endif
