// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// A ring keeps the last seconds as they came, and gives what sounds at a time

#undef NDEBUG

#include "tools/watch/clip/packet_ring.h"

#include "tests/support/run.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define SECONDS 10.0
#define STEP 0.02

/// A stream of MPEG frames of that many bytes, `n` of them from `begin` on;
/// each has its number
static void
fill(const PacketTap* tap, double begin, int n, int size, uint32_t first)
{
  AVCodecParameters* codec = avcodec_parameters_alloc();
  AVPacket* packet = av_packet_alloc();
  assert(codec && packet);
  codec->codec_type = AVMEDIA_TYPE_AUDIO;
  codec->codec_id = AV_CODEC_ID_MP3;
  codec->bit_rate = size;
  tap->on_stream(tap->data, codec, (AVRational){1, 1000});
  for (int i = 0; i < n; ++i) {
    assert(!av_new_packet(packet, size));
    memset(packet->data, 0, (size_t)size);
    const uint32_t number = first + (uint32_t)i;
    memcpy(packet->data, &number, sizeof(number));
    packet->duration = 20;
    tap->on_packet(tap->data, packet);
    av_packet_unref(packet);
    tap->on_stamp(tap->data, begin + i * STEP, begin + (i + 1) * STEP);
  }
  av_packet_free(&packet);
  avcodec_parameters_free(&codec);
}

/// Its packets have these numbers, and stamps that follow one another
static void
check(const Excerpt* excerpt, uint32_t first, uint32_t n)
{
  size_t position = 0;
  ExcerptPacket packet;
  const uint8_t* bytes = NULL;
  double last = 0.0;
  uint32_t i = 0;
  for (; excerpt_next(excerpt, &position, &packet, &bytes); ++i) {
    uint32_t number = 0;
    memcpy(&number, bytes, sizeof(number));
    assert(number == first + i && packet.duration == 20);
    assert(!i || fabs(packet.begin - last) < 1e-9);
    last = packet.end;
  }
  assert(i == n && excerpt->n == n);
}

static void
test_span(void)
{
  PacketRing* const ring = packet_ring_new(SECONDS);
  double begin = 0.0;
  double end = 0.0;
  assert(ring && !packet_ring_is_filled(ring));
  const PacketTap tap = packet_ring_tap(ring);
  assert(packet_ring_is_filled(ring));
  assert(!packet_ring_span(ring, &begin, &end));
  assert(!packet_ring_take(ring, 0.0, 50.0, 100.0));
  fill(&tap, 100.0, 1500, 400, 0); // Until 130
  assert(packet_ring_span(ring, &begin, &end));
  assert(fabs(end - 130.0) < 1e-6);
  assert(begin <= 120.0 && begin > 118.0);
  Excerpt* const excerpt = packet_ring_take(ring, 125.01, 127.0, 128.0);
  assert(excerpt && excerpt->codec->bit_rate == 400);
  assert(fabs(excerpt->begin - 125.0) < 1e-6);
  assert(fabs(excerpt->end - 128.0) < 1e-6);
  check(excerpt, 1250, 150);
  excerpt_free(excerpt);
  tap.on_end(tap.data);
  assert(!packet_ring_is_filled(ring));
  packet_ring_free(ring);
}

/// A clip is of one stream, that of the event or the last before it
static void
test_streams(void)
{
  PacketRing* const ring = packet_ring_new(SECONDS);
  const PacketTap tap = packet_ring_tap(ring);
  fill(&tap, 100.0, 100, 400, 0);   // Until 102
  fill(&tap, 105.0, 100, 500, 200); // Until 107
  Excerpt* excerpt = packet_ring_take(ring, 100.0, 104.0, 110.0);
  check(excerpt, 0, 100);
  assert(excerpt->codec->bit_rate == 400);
  excerpt_free(excerpt);
  excerpt = packet_ring_take(ring, 100.0, 106.0, 110.0);
  check(excerpt, 200, 100);
  assert(excerpt->codec->bit_rate == 500);
  excerpt_free(excerpt);
  assert(!packet_ring_take(ring, 108.0, 108.0, 110.0));
  fill(&tap, 107.0, 100, 600, 300); // The next link of a chain
  excerpt = packet_ring_take(ring, 106.0, 108.0, 108.0);
  check(excerpt, 250, 100);
  excerpt_free(excerpt);
  packet_ring_free(ring);
}

/// What is not to be heard is not kept, and what gets one stamp for several
/// shares it
static void
test_stamps(void)
{
  PacketRing* const ring = packet_ring_new(SECONDS);
  const PacketTap tap = packet_ring_tap(ring);
  fill(&tap, 100.0, 1, 400, 0);
  AVPacket* packet = av_packet_alloc();
  assert(packet && !av_new_packet(packet, 400));
  packet->duration = 20;
  for (uint32_t i = 1; i < 4; ++i) {
    memcpy(packet->data, &i, sizeof(i));
    tap.on_packet(tap.data, packet);
    if (i == 1) {
      tap.on_stamp(tap.data, 0.0, 0.0); // Of the past
    }
  }
  tap.on_stamp(tap.data, 100.02, 100.06);
  tap.on_stamp(tap.data, 100.06, 100.10); // The rest of the last one
  av_packet_free(&packet);
  Excerpt* const excerpt = packet_ring_take(ring, 100.03, 100.04, 100.09);
  check(excerpt, 2, 2);
  double begin = 0.0;
  double end = 0.0;
  assert(packet_ring_span(ring, &begin, &end) && fabs(end - 100.10) < 1e-9);
  excerpt_free(excerpt);
  packet_ring_free(ring);
}

/// A stream of many bytes has fewer seconds
static void
test_bound(void)
{
  PacketRing* const ring = packet_ring_new(1000.0);
  const PacketTap tap = packet_ring_tap(ring);
  fill(&tap, 100.0, 500, 100000, 0);
  Excerpt* const excerpt = packet_ring_take(ring, 0.0, 110.0, 200.0);
  assert(excerpt->size <= PACKET_RING_MOST);
  assert(excerpt->size > PACKET_RING_MOST / 2);
  check(excerpt, 500 - excerpt->n, excerpt->n);
  excerpt_free(excerpt);
  packet_ring_free(ring);
}

int
main(void)
{
  RUN(test_span());
  RUN(test_streams());
  RUN(test_stamps());
  RUN(test_bound());
  return 0;
}
