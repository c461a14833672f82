// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_DECODE_H
#define EARMARK_DECODE_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/**
   Streaming decoder for any audio or video file that libavformat opens: one
   audio stream, channel by channel, as much of it as FFmpeg decodes.  Broken
   frames are left out.  One thread at a time for each.

   The rate stays the same throughout: the file's own, halved or doubled until
   the engine takes it.  Frames of another rate are resampled to it.
*/
typedef struct Decoder Decoder;

#define DECODER_MAX_CHANNELS 2u

/// Print libav's own messages, or not; for the whole process
void decoder_set_verbose(bool verbose);

/// `path` may be "-" for standard input; `track` is the number of the audio
/// stream among those of audio, from 1, or 0 for the best.  NULL with a message
/// if the file cannot be opened or holds no audio that can be decoded.
Decoder* decoder_open(const char* path, uint32_t track, Error* error);

void decoder_close(Decoder* decoder);

/// Samples per second and channel, RESAMPLER_MIN_RATE to RESAMPLER_MAX_RATE
double decoder_rate(const Decoder* decoder);

/// Length in seconds as the file states it; 0 if it does not
double decoder_length(const Decoder* decoder);

/**
   Decode a stretch.  Returns samples per channel and stores the channels'
   addresses, valid until the next call, and their number, 1 to
   DECODER_MAX_CHANNELS, which may change within a file.  Returns 0 at the end
   of the audio; then there is a message if any of it was broken or is missing.
*/
uint32_t decoder_read(Decoder* decoder,
                      const float* const** channels,
                      uint32_t* n_channels,
                      Error* error);

/// When the stretch read last begins, in seconds of the file: later than what
/// was read before it where the track begins late or has gaps
double decoder_time(const Decoder* decoder);

#endif
