// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_FILE_END_H
#define EARMARK_FILE_END_H

#include "tools/audio/container.h"

/**
   How many times the sound would be longer if the file were as long as it
   says of itself: 1 if it is, infinity if it is cut and does not say where.

   For formats whose length libavformat takes from the file instead: WAV,
   Wave64, AVI, ASF and Ogg.  Moves the place that is read next, so only at the
   end.
*/
double file_end_ratio(const Container* container);

#endif
