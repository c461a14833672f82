// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_CONTAINER_H
#define EARMARK_CONTAINER_H

#include "base/error.h"

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <stdbool.h>
#include <stdint.h>

/// That decode, as ffmpeg does where there are processors: what follows an
/// error in a packet depends on whether there are several
#define CONTAINER_N_THREADS 2

/// Streams beyond these state no length of their own
#define CONTAINER_MAX_STATED 64u

/// An audio or video file, one audio stream of it, and that stream's decoder
typedef struct {
  AVFormatContext* format;
  AVCodecContext* codec;
  const AVStream* stream; ///< The audio, in `format`

  /// Seconds as the file's header states them, 0 where it does not
  double stated[CONTAINER_MAX_STATED]; ///< By the index of a stream
  double stated_whole;                 ///< Of the whole file
} Container;

/**
   Open a file; "-" is standard input.  `track` is the number of the audio
   stream among those of audio, from 1, or 0 for the best.

   Returns false with a message if there is nothing to decode.
   container_close() is due in any case.
*/
bool container_open(Container* container,
                    const char* path,
                    uint32_t track,
                    Error* error);

void container_close(Container* container);

/// Whether its packets carry times.  Where they do not, as in an MP3 file,
/// libavformat makes times up from what it counts.
bool container_has_times(const Container* container);

/// Whether it is a cut out of something endless: it may begin and end within a
/// frame
bool container_is_broadcast(const Container* container);

/// Where the file's time is 0, in seconds of the container: its own 0, save
/// where the times of whole files begin anywhere
double container_origin(const Container* container);

/// No pipe
bool container_is_seekable(const Container* container);

#endif
