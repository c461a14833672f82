// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/clip/clip_format.h"

#include <stddef.h>
#include <string.h>

#define ID_CHARACTERS "0123456789abcdefTZ-"

enum { MP3, MP2, MP4, WEBM, FLAC, WAV, MATROSKA, N_FORMATS };

static const ClipFormat formats[N_FORMATS] = {
    [MP3] = {"mp3", "mp3", "audio/mpeg"},
    [MP2] = {"mp2", "mp2", "audio/mpeg"},
    [MP4] = {"ipod", "m4a", "audio/mp4"},
    [WEBM] = {"webm", "webm", "audio/webm"},
    [FLAC] = {"flac", "flac", "audio/flac"},
    [WAV] = {"wav", "wav", "audio/wav"},
    [MATROSKA] = {"matroska", "mka", "audio/x-matroska"},
};

const ClipFormat*
clip_format_of(enum AVCodecID codec)
{
  switch (codec) {
  case AV_CODEC_ID_MP3:
    return &formats[MP3];
  case AV_CODEC_ID_MP2:
    return &formats[MP2];
  case AV_CODEC_ID_AAC:
  case AV_CODEC_ID_ALAC:
    return &formats[MP4];
  case AV_CODEC_ID_OPUS:
  case AV_CODEC_ID_VORBIS:
    return &formats[WEBM];
  case AV_CODEC_ID_FLAC:
    return &formats[FLAC];
  case AV_CODEC_ID_PCM_U8:
  case AV_CODEC_ID_PCM_S16LE:
  case AV_CODEC_ID_PCM_S24LE:
  case AV_CODEC_ID_PCM_S32LE:
  case AV_CODEC_ID_PCM_F32LE:
  case AV_CODEC_ID_PCM_F64LE:
  case AV_CODEC_ID_PCM_S16BE:
  case AV_CODEC_ID_PCM_S24BE:
  case AV_CODEC_ID_PCM_S32BE:
  case AV_CODEC_ID_PCM_F32BE:
  case AV_CODEC_ID_PCM_ALAW:
  case AV_CODEC_ID_PCM_MULAW:
    return &formats[WAV];
  default:
    return &formats[MATROSKA];
  }
}

const ClipFormat*
clip_format_find(const char* name)
{
  const size_t length = strspn(name, ID_CHARACTERS);
  if (!length || name[0] == '-' || name[length] != '.') {
    return NULL;
  }
  for (size_t i = 0; i < N_FORMATS; ++i) {
    if (!strcmp(name + length + 1, formats[i].extension)) {
      return &formats[i];
    }
  }
  return NULL;
}
