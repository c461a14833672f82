// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_OSC_SENDER_H
#define EARMARK_OSC_SENDER_H

#include "base/error.h"
#include "tools/watch/event/event.h"
#include "tools/watch/meter/reading.h"
#include "tools/watch/source/source.h"

#include <stdbool.h>

/**
   Sends what is heard as messages of Open Sound Control, by UDP: nobody needs
   to listen, and nothing is sent again.  For the main thread.
*/
typedef struct OscSender OscSender;

/// To `target`, as osc_target.h has it; the view outlives it.  NULL with a
/// message, also if this was built without liblo.
OscSender* osc_sender_new(const char* target, const View* view, Error* error);

/// `sender` may be NULL
void osc_sender_free(OscSender* sender);

/// How a station is, and what was heard of it last, or NULL
void osc_sender_station(OscSender* sender,
                        const char* station,
                        SourceState state,
                        const Reading* moment);

/// That an event is there, or is over
void osc_sender_event(OscSender* sender, const Event* event);

#endif
