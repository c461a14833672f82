// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/clip/excerpt.h"

#include <stdlib.h>
#include <string.h>

Excerpt*
excerpt_new(const AVCodecParameters* codec, AVRational time_base)
{
  Excerpt* const excerpt = (Excerpt*)calloc(1, sizeof(Excerpt));
  if (!excerpt) {
    return NULL;
  }
  excerpt->time_base = time_base;
  excerpt->codec = avcodec_parameters_alloc();
  if (!excerpt->codec || avcodec_parameters_copy(excerpt->codec, codec) < 0) {
    excerpt_free(excerpt);
    return NULL;
  }
  return excerpt;
}

void
excerpt_free(Excerpt* excerpt)
{
  if (excerpt) {
    avcodec_parameters_free(&excerpt->codec);
    free(excerpt->bytes);
    free(excerpt);
  }
}

bool
excerpt_reserve(Excerpt* excerpt, size_t size)
{
  if (size > excerpt->room) {
    uint8_t* const larger = (uint8_t*)realloc(excerpt->bytes, size);
    if (!larger) {
      return false;
    }
    excerpt->bytes = larger;
    excerpt->room = size;
  }
  return true;
}

void
excerpt_clear(Excerpt* excerpt)
{
  excerpt->n = 0;
  excerpt->size = 0;
}

void
excerpt_extend(Excerpt* excerpt, double end)
{
  excerpt->end = end;
}

bool
excerpt_add(Excerpt* excerpt, const ExcerptPacket* packet, const uint8_t* bytes)
{
  const size_t needed = excerpt->size + sizeof(*packet) + packet->size;
  if (needed > excerpt->room && !excerpt_reserve(excerpt, 2 * needed)) {
    return false;
  }
  memcpy(excerpt->bytes + excerpt->size, packet, sizeof(*packet));
  memcpy(excerpt->bytes + excerpt->size + sizeof(*packet), bytes, packet->size);
  excerpt->size = needed;
  excerpt->begin = excerpt->n ? excerpt->begin : packet->begin;
  excerpt->end = packet->end;
  ++excerpt->n;
  return true;
}

bool
excerpt_next(const Excerpt* excerpt,
             size_t* position,
             ExcerptPacket* packet,
             const uint8_t** bytes)
{
  if (*position >= excerpt->size) {
    return false;
  }
  memcpy(packet, excerpt->bytes + *position, sizeof(*packet));
  *bytes = excerpt->bytes + *position + sizeof(*packet);
  *position += sizeof(*packet) + packet->size;
  return true;
}
