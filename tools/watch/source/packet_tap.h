// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PACKET_TAP_H
#define EARMARK_PACKET_TAP_H

#include <libavcodec/codec_par.h>
#include <libavcodec/packet.h>
#include <libavutil/rational.h>

/// Takes what a source receives, before it is decoded.  Called in the thread
/// that reads the source.  Functions are NULL where nobody takes it.
typedef struct {
  /// From now on packets are of this stream; their times are in `time_base`
  void (*on_stream)(void* data,
                    const AVCodecParameters* codec,
                    AVRational time_base);

  /// A packet of the stream; the callee copies what it keeps
  void (*on_packet)(void* data, const AVPacket* packet);

  /// The packets since the last call sound from one stamp to another, as
  /// stamp_clock_place() gives them; they are not to be heard if these are the
  /// same
  void (*on_stamp)(void* data, double begin, double end);

  /// No call comes after this one, which is the owner's
  void (*on_end)(void* data);

  void* data;
} PacketTap;

#endif
