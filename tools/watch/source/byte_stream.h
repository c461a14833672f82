// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_BYTE_STREAM_H
#define EARMARK_BYTE_STREAM_H

#include "tools/watch/source/ogg_chain.h"
#include "tools/watch/source/stream_title.h"

#include <libavformat/avio.h>
#include <libavutil/dict.h>
#include <stdbool.h>

/// What a server sends, before it is known what it means.  All zeros is closed.
typedef struct {
  AVIOContext* io;    ///< NULL where the demuxer opens its own
  AVIOContext* links; ///< The same by links, for Ogg; else NULL
  OggChain chain;
} ByteStream;

/// Connect, and wait for the first bytes.  Returns 0, or libav's code:
/// AVERROR_INVALIDDATA if what comes is nothing, or a page for people.
/// byte_stream_close() is due in any case.
int byte_stream_open(ByteStream* stream,
                     const char* url,
                     const AVIOInterruptCB* interrupt,
                     AVDictionary** options);

void byte_stream_close(ByteStream* stream);

/// What a demuxer should read
AVIOContext* byte_stream_io(const ByteStream* stream);

/// Has it a length, as a file has?
bool byte_stream_has_length(const ByteStream* stream);

/// After the end of a link of Ogg: go on with the next.  False if there is
/// none.
bool byte_stream_next_link(ByteStream* stream);

/// The title by the ICY protocol, as it is now; false if there is none
bool byte_stream_icy_title(const ByteStream* stream,
                           const char* charset,
                           StreamTitle* title);

#endif
