// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_COPY_H
#define EARMARK_COPY_H

#include "base/error.h"

#include <stdbool.h>

/// Copy a file.  What was at `to` is replaced at once and only when all is
/// written: a host may have it mapped.  False with a message if it fails.
bool copy_file(const char* from, const char* to, Error* error);

#endif
