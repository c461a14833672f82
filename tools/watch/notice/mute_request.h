// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_MUTE_REQUEST_H
#define EARMARK_MUTE_REQUEST_H

#include "base/error.h"
#include "tools/watch/rules/mute.h"

#include <stdbool.h>

/// Ask the program whose page is at `url` to mute this, or with an end that is
/// not after its begin, to mute it no more; waits for the answer.  `token` may
/// be NULL.  False with a message.  [main]
bool mute_request_send(const char* url,
                       const char* token,
                       const Mute* mute,
                       Error* error);

#endif
