// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_QUANTITY_H
#define EARMARK_QUANTITY_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

#define QUANTITY_MAX_SECONDS (366.0 * 86400.0)

/// Seconds of "30s", "5m", "2h", "1d" or several of them, "1h 30m"; 0 to
/// QUANTITY_MAX_SECONDS.  False with a message.
bool quantity_seconds(const char* text, double* seconds, Error* error);

/// The same, from `low` to `high`
bool quantity_span(
    const char* text, double low, double high, double* seconds, Error* error);

/// A number, behind which its unit may stand: "-50 LUFS".  False with a
/// message.
bool quantity_number(const char* text,
                     const char* unit,
                     double low,
                     double high,
                     double* value,
                     Error* error);

/// So many in a time: "3 in 15m", 2 to `most`.  False with a message.
bool quantity_rate(const char* text,
                   uint32_t most,
                   uint32_t* number,
                   double* seconds,
                   Error* error);

/// Bytes: "500 MB", "10 GB"; of a megabyte or more.  False with a message.
bool quantity_bytes(const char* text, double* bytes, Error* error);

/// "yes" or "no".  False with a message.
bool quantity_flag(const char* text, bool* flag, Error* error);

#endif
