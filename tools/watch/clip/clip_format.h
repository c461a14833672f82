// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_CLIP_FORMAT_H
#define EARMARK_CLIP_FORMAT_H

#include <libavcodec/codec_id.h>
#include <stdbool.h>

/// A container for clips
typedef struct {
  const char* muxer;     ///< libavformat's name
  const char* extension; ///< Of files: "mp3"
  const char* type;      ///< For browsers: "audio/mpeg"
} ClipFormat;

/// The container of a codec: one that browsers play, if they play the codec at
/// all; Matroska for all others.  [any]
const ClipFormat* clip_format_of(enum AVCodecID codec);

/// The container of a file's name; NULL if it is no clip's: clips have the id
/// of their event, a dot and an extension.  [any]
const ClipFormat* clip_format_find(const char* name);

#endif
