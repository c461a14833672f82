// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/options/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/// All that strtod() may see: it would take white space, "inf" and hex, too
#define CHARACTERS "0123456789.+-eE"

bool
number_parse(const char* what,
             const char* text,
             NumberRange range,
             double* value,
             Error* error)
{
  char* end = NULL;
  const bool is_plain = text && *text && !text[strspn(text, CHARACTERS)];
  const double number = is_plain ? strtod(text, &end) : (double)NAN;
  if (!is_plain || *end || !(number >= range.low && number <= range.high) ||
      (range.is_whole && floor(number) < number)) {
    error_set(error, "%s needs a %snumber from %.7g to %.7g", what,
              range.is_whole ? "whole " : "", range.low, range.high);
    return false;
  }
  *value = number;
  return true;
}
