// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_ARRAY_H
#define EARMARK_ARRAY_H

#include <stddef.h>

/// An array of n elements of `size` bytes, with room for one more: `array`
/// itself, or the same at another place with `room` doubled.  NULL if memory is
/// short: then array and room stay as they were.  [any] but the audio thread
void* array_grow(void* array, size_t n, size_t* room, size_t size);

#endif
