// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_OSC_TARGET_H
#define EARMARK_OSC_TARGET_H

#include "base/error.h"

#include <stdbool.h>

/// Who receives
typedef struct {
  char host[256]; ///< Name or address
  char port[8];   ///< 1 to 65535
} OscTarget;

/// "HOST:PORT", "[IPV6]:PORT".  False with a message.  [any]
bool osc_target_read(const char* text, OscTarget* target, Error* error);

#endif
