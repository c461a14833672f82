// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LENGTH_H
#define EARMARK_LENGTH_H

#include "base/error.h"
#include "tools/audio/container.h"
#include "tools/audio/damage.h"

#include <stdbool.h>

/// What the file's header states of its length, and how far the file goes
typedef struct {
  double stated; ///< Seconds; 0 if it does not
  bool is_whole; ///< `stated` is where the last of all streams ends
  double end;    ///< Where the last packet so far ends, if `is_whole`

  double begin;   ///< When the first frame is, in seconds of the file
  double next;    ///< When the last frame so far ends
  double seconds; ///< Of sound so far
} Length;

Length length_of(const Container* container);

/// Whether packets of all streams must go to length_take()
bool length_needs_all(const Length* length, const Container* container);

void
length_take(Length* length, const Container* container, const AVPacket* packet);

/// A frame was decoded that begins at `time`, in seconds of the file
void length_add_frame(Length* length, double time, double seconds);

/// At the end: say in `error` what is missing of the sound, if anything is.
/// `is_cut`: it is known that there should have been more.
void length_explain(Length* length,
                    const Container* container,
                    Damage* damage,
                    bool is_cut,
                    Error* error);

#endif
