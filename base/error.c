// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

void
error_set(Error* error, const char* format, ...)
{
  if (error) {
    va_list args;
    va_start(args, format);
    vsnprintf(error->text, sizeof(error->text), format, args);
    va_end(args);
  }
}
