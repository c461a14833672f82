// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_EXCERPT_H
#define EARMARK_EXCERPT_H

#include <libavcodec/codec_par.h>
#include <libavcodec/packet.h>
#include <libavutil/rational.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What is before the bytes of each packet of an excerpt
typedef struct {
  double begin;     ///< Stamp
  double end;       ///< Stamp
  int64_t duration; ///< In the stream's time base; 0 where it is unknown
  uint32_t size;    ///< Bytes
  bool is_key;
} ExcerptPacket;

/// Packets of one stream, in the order in which they came.  For one thread.
typedef struct {
  AVCodecParameters* codec;
  AVRational time_base;
  double begin; ///< Stamp of the first packet
  double end;   ///< Stamp where the last one ends
  uint32_t n;   ///< Packets
  size_t size;  ///< Bytes in use
  size_t room;  ///< Bytes there are
  uint8_t* bytes;
} Excerpt;

/// Of a stream, without a packet; NULL if memory is short
Excerpt* excerpt_new(const AVCodecParameters* codec, AVRational time_base);

/// `excerpt` may be NULL
void excerpt_free(Excerpt* excerpt);

/// Make room for so many bytes, packets with what is before each; false if
/// memory is short
bool excerpt_reserve(Excerpt* excerpt, size_t size);

/// Without a packet again
void excerpt_clear(Excerpt* excerpt);

/// The last packet sounds until that stamp
void excerpt_extend(Excerpt* excerpt, double end);

/// Append a packet with its bytes; false if memory is short
bool excerpt_add(Excerpt* excerpt,
                 const ExcerptPacket* packet,
                 const uint8_t* bytes);

/// The packet at `*position`, which is 0 at first and then that of the next
/// one, and its bytes; false after the last
bool excerpt_next(const Excerpt* excerpt,
                  size_t* position,
                  ExcerptPacket* packet,
                  const uint8_t** bytes);

#endif
