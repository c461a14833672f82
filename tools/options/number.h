// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_NUMBER_H
#define EARMARK_NUMBER_H

#include "base/error.h"

#include <stdbool.h>

/// Which numbers will do, both ends included
typedef struct {
  double low;
  double high;
  bool is_whole; ///< Only whole numbers?
} NumberRange;

/**
   Read a decimal number from all of a text: no white space, no units, neither
   "inf" nor "nan".  `text` may be NULL, which is no number.

   False if it is none or not in the range; `error` then names `what` and the
   range, and `*value` stays as it was.
*/
bool number_parse(const char* what,
                  const char* text,
                  NumberRange range,
                  double* value,
                  Error* error);

#endif
