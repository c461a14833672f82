// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_SOURCE_REASON_H
#define EARMARK_SOURCE_REASON_H

#include <stdbool.h>

/// Why a source gives no audio
typedef enum {
  SOURCE_REASON_NONE,
  SOURCE_REASON_NO_NAME,   ///< Its host has no address
  SOURCE_REASON_REFUSED,   ///< Nobody listens there
  SOURCE_REASON_NO_ANSWER, ///< Unreachable, or silent for too long
  SOURCE_REASON_DENIED,    ///< The name or password is wrong, or forbidden
  SOURCE_REASON_NOT_FOUND, ///< The server, or the disk, has no such thing
  SOURCE_REASON_SERVER,    ///< The server answers with another error
  SOURCE_REASON_TLS,       ///< No encrypted connection, or a bad certificate
  SOURCE_REASON_NOT_AUDIO, ///< Something comes, but nothing that can be decoded
  SOURCE_REASON_ENDED,     ///< It came to its end
  SOURCE_REASON_STALLED,   ///< It stays connected, but nothing more comes
  SOURCE_REASON_SYSTEM,    ///< This machine is out of memory or descriptors
  SOURCE_N_REASONS
} SourceReason;

/// In one word, for programs: "no-name"; "" for none.  [any]
const char* source_reason_name(SourceReason reason);

/// For a person: "there is no such host".  [any]
const char* source_reason_text(SourceReason reason);

/// What libav's code (below 0) means for a connection to `url`.  May look up
/// the host, as libav says of most failures no more than that there was one.
/// [any] but who may not wait
SourceReason source_reason_of(int code, const char* url);

#endif
