// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_NPY_H
#define EARMARK_NPY_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/**
   A NumPy file (.npy, format 1.0) being written: rows of 32-bit floats,
   little-endian, in C order.

   It is written aside, beside `path`, and put in place when it is complete: a
   failure leaves what was there before.
*/
typedef struct Npy Npy;

/// Rows of `n_columns` values.  NULL with a message if it cannot be written.
Npy* npy_open(const char* path, uint32_t n_columns, Error* error);

/// Append row[n_columns]; npy_close() tells if that failed
void npy_add(Npy* npy, const float* row);

/// How many rows there are by now
uint64_t npy_count(const Npy* npy);

/// Put the file in place.  False with a message if anything could not be
/// written; then nothing is left of it.  Frees `npy` in any case.
bool npy_close(Npy* npy, Error* error);

/// Leave nothing of it behind, and free `npy` (which may be NULL)
void npy_discard(Npy* npy);

#endif
