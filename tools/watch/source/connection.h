// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_CONNECTION_H
#define EARMARK_CONNECTION_H

#include "tools/watch/source/source_reason.h"
#include "tools/watch/source/stream_decoder.h"
#include "tools/watch/source/stream_title.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/// Where and how to connect.  Texts belong to the caller and outlive all use.
typedef struct {
  const char* address;  ///< As address_kind() knows them
  const char* charset;  ///< Of titles that are no UTF-8
  uint32_t track;       ///< Of the audio streams, from 1; 0 for the best
  bool trusts_all;      ///< Takes any certificate
  double patience;      ///< Seconds to wait for an answer, or for more audio
  const PacketTap* tap; ///< Takes what is received; NULL for none
} ConnectionSettings;

/// A source while it is open, from its bytes to samples.  For one thread.
typedef struct Connection Connection;

/// Connect; ends early once `*stop`.  NULL with the reason.
Connection* connection_open(const ConnectionSettings* settings,
                            const atomic_bool* stop,
                            SourceReason* reason);

/// `connection` may be NULL
void connection_close(Connection* connection);

/// The next samples, valid until the next call.  False with the reason at the
/// end.
bool
connection_read(Connection* connection, Samples* samples, SourceReason* reason);

/// The title, if it changed since the last call
bool connection_title(Connection* connection, StreamTitle* title);

/// Does it give audio as fast as one reads, rather than as it is on air?
bool connection_is_paced(const Connection* connection);

#endif
