// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_STREAM_DECODER_H
#define EARMARK_STREAM_DECODER_H

#include "tools/watch/source/deadline.h"
#include "tools/watch/source/packet_tap.h"
#include "tools/watch/source/stream_title.h"

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <stdbool.h>
#include <stdint.h>

/**
   Samples of one audio stream out of a container that need not end.  What
   cannot be decoded is left out.  The rate stays that of the first frame;
   frames of another are converted.  For one thread.
*/
typedef struct StreamDecoder StreamDecoder;

/// Samples, valid until the next is decoded
typedef struct {
  const float* const* channels; ///< [n_channels][n]
  uint32_t n_channels;          ///< 1 or 2
  uint32_t n;                   ///< Not 0
  uint32_t rate;                ///< Hz
} Samples;

/**
   Takes over `format`, which is open, and chooses its best audio stream, or the
   one with the number `track`, from 1.  `tap`, which may be NULL, takes its
   packets.  NULL with libav's code.
*/
StreamDecoder* stream_decoder_new(AVFormatContext* format,
                                  uint32_t track,
                                  const PacketTap* tap,
                                  int* code);

/// `decoder` may be NULL
void stream_decoder_free(StreamDecoder* decoder);

/// Decode some more; each packet may take `seconds` to come.  Returns 0, or
/// libav's code at the end.
int stream_decoder_next(StreamDecoder* decoder,
                        Deadline* deadline,
                        double seconds,
                        Samples* samples);

/// Is there new metadata?  Asks once for each change; the first call says so,
/// too.
bool stream_decoder_has_news(StreamDecoder* decoder);

/// What the container says that it plays; bytes that are no UTF-8 are `charset`
StreamTitle stream_decoder_title(const StreamDecoder* decoder,
                                 const char* charset);

#endif
