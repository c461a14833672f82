// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/audio/damage.h"

#include <stddef.h>
#include <string.h>

/// Whether all bytes are the same, as padding is
static bool
is_uniform(const AVPacket* packet)
{
  for (int i = 1; i < packet->size; ++i) {
    if (packet->data[i] != packet->data[0]) {
      return false;
    }
  }
  return true;
}

static bool
begins_with(const AVPacket* packet, const char* text)
{
  const size_t length = strlen(text);
  return (size_t)packet->size >= length && !memcmp(packet->data, text, length);
}

/// Whether a tag begins here, before or behind the audio
static bool
begins_tag(const AVPacket* packet)
{
  static const char* const names[] = {"TAG", "ID3", "APETAGEX", "LYRICSBEGIN"};
  for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); ++i) {
    if (begins_with(packet, names[i])) {
      return true;
    }
  }
  return false;
}

/// Whether a frame begins here, by the codec's sync word; true if unknown
static bool
begins_frame(enum AVCodecID codec, const AVPacket* packet)
{
  const uint8_t a = packet->size > 1 ? packet->data[0] : 0;
  const uint8_t b = packet->size > 1 ? packet->data[1] : 0;
  switch (codec) {
  case AV_CODEC_ID_MP1:
  case AV_CODEC_ID_MP2:
  case AV_CODEC_ID_MP3:
    return a == 0xFF && (b & 0xE0) == 0xE0;
  case AV_CODEC_ID_AAC:
    return a == 0xFF && (b & 0xF6) == 0xF0;
  case AV_CODEC_ID_AC3:
  case AV_CODEC_ID_EAC3:
    return a == 0x0B && b == 0x77;
  case AV_CODEC_ID_FLAC:
    return a == 0xFF && (b & 0xFC) == 0xF8;
  case AV_CODEC_ID_DTS:
    return (a == 0x7F && b == 0xFE) || (a == 0xFE && b == 0x7F) ||
           (a == 0x1F && b == 0xFF) || (a == 0xFF && b == 0x1F);
  default:
    return true;
  }
}

/// Less than one sample of PCM is nothing
static bool
is_remainder(const AVCodecParameters* audio, const AVPacket* packet)
{
  return av_get_exact_bits_per_sample(audio->codec_id) > 0 &&
         packet->size < audio->block_align;
}

void
damage_add(Damage* damage,
           const Container* container,
           const AVPacket* packet,
           bool is_rest,
           double seconds)
{
  const AVCodecParameters* const audio = container->stream->codecpar;
  if (packet->size < 1 || is_remainder(audio, packet)) {
    return;
  }
  if (!container_has_times(container)) { // Packets are what a parser found
    damage->is_tag = damage->is_tag || begins_tag(packet) || is_uniform(packet);
    const bool is_frame = begins_frame(audio->codec_id, packet) &&
                          !is_uniform(packet) && !is_rest;
    if (!is_frame && (damage->is_tag || !damage->has_sound)) {
      return;
    }
    // More than a frame is one with a tag behind it
    damage->is_cut = is_frame && packet->size <= damage->largest;
  }
  ++damage->n_waiting;
  damage->waiting += seconds;
}

void
damage_lose(Damage* damage, uint32_t n, double seconds)
{
  damage->n_broken += n;
  damage->lost += seconds;
}

double
damage_end(Damage* damage)
{
  const double lost = damage->waiting;
  damage_lose(damage, damage->n_waiting, lost);
  damage->n_waiting = 0;
  damage->waiting = 0.0;
  damage->is_tag = false;
  damage->is_cut = false;
  damage->has_sound = true;
  return lost;
}

bool
damage_is_cut(const Damage* damage, const Container* container)
{
  return damage->is_cut && !container_has_times(container);
}
