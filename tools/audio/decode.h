// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_DECODE_H
#define EARMARK_DECODE_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/**
   Streaming decoder for any audio or video file that libavformat opens: its
   best audio stream, at the file's own rate, channel by channel.  One thread at
   a time for each.
*/
typedef struct Decoder Decoder;

#define DECODER_MAX_CHANNELS 64u

/// Let libav's own messages through, or not; for the whole process
void decoder_set_verbose(bool verbose);

/// `path` may be "-" for standard input.  NULL with a message if the file
/// cannot be opened or holds no audio that can be decoded.
Decoder* decoder_open(const char* path, Error* error);

void decoder_close(Decoder* decoder);

/// Samples per second and channel
double decoder_rate(const Decoder* decoder);

/// Length in seconds as the file states it; 0 if it does not
double decoder_length(const Decoder* decoder);

/**
   Decode a stretch.  Returns samples per channel and stores the channels'
   addresses, valid until the next call, and their number, 1 to
   DECODER_MAX_CHANNELS, which may change within a file.  Returns 0 at the end
   of the audio, or where it breaks off.

   Sets a message if any of the audio is damaged or missing.
*/
uint32_t decoder_read(Decoder* decoder,
                      const float* const** channels,
                      uint32_t* n_channels,
                      Error* error);

#endif
