// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_FRAME_READER_H
#define EARMARK_FRAME_READER_H

#include "base/error.h"
#include "tools/audio/container.h"
#include "tools/audio/damage.h"
#include "tools/audio/frame_time.h"
#include "tools/audio/length.h"

#include <libavutil/frame.h>
#include <stdbool.h>
#include <stdint.h>

/// From packets to frames; each state leads to the one below
typedef enum {
  FRAME_READER_PACKETS,  ///< The file gives packets, the codec makes frames
  FRAME_READER_DRAINING, ///< The file has ended, the codec may hold frames
  FRAME_READER_FINISHED  ///< So has the codec
} FrameReaderState;

/// Reads the frames of one audio stream of a file, as decoded, leaves out the
/// broken ones as ffmpeg does, and keeps account of them
typedef struct {
  Container container;
  AVPacket* packet;
  AVFrame* frame; ///< The last one
  FrameReaderState state;
  bool has_failed;         ///< The file did not end, but could not be read
  uint32_t n_drain_errors; ///< In FRAME_READER_DRAINING
  bool has_given;          ///< The last packet gave a frame
  uint32_t n_without;      ///< Packets since `frame` that gave none
  double seconds;          ///< Of `frame`
  double time;             ///< When it begins, in seconds of the file
  Damage damage;
  FrameTime frame_time;
  Length length;
} FrameReader;

/// As container_open(); frame_reader_close() is due in any case
bool frame_reader_open(FrameReader* reader,
                       const char* path,
                       uint32_t track,
                       Error* error);

void frame_reader_close(FrameReader* reader);

/// Decode the next frame; returns false at the end
bool frame_reader_next(FrameReader* reader);

/// The frame turned out to be of no use
void frame_reader_lose(FrameReader* reader);

/// At the end: say in `error` what was broken or is missing, if anything is
void frame_reader_explain(FrameReader* reader, Error* error);

#endif
