// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/clip/packet_ring.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define PAGE 16384u             /* Bytes of packets that go together */
#define PAGE_COST 512u          /* Bytes of a page without packets, about */
#define GAP 0.2                 /* Seconds; after more, it is another stream */
#define MOST_PENDING (1u << 20) /* Bytes that wait for their stamps */

/// Some packets of one stream
typedef struct Page {
  struct Page* next;
  Excerpt* excerpt;
  uint32_t stream; ///< Which of the streams that there were
} Page;

struct PacketRing {
  double seconds;
  atomic_bool is_filled;
  pthread_mutex_t lock; ///< Guards the pages and `size`
  Page* first;
  Page* last;
  size_t size; ///< Bytes of all pages

  // The tap's own
  Excerpt* pending; ///< Of the stream, without stamps; NULL before the first
  uint32_t stream;  ///< The number of the pending one
  uint32_t n_streams;
};

PacketRing*
packet_ring_new(double seconds)
{
  PacketRing* const ring = (PacketRing*)calloc(1, sizeof(PacketRing));
  if (ring) {
    ring->seconds = seconds;
    pthread_mutex_init(&ring->lock, NULL);
  }
  return ring;
}

static void
drop_first(PacketRing* ring)
{
  Page* const page = ring->first;
  ring->first = page->next;
  ring->last = ring->first ? ring->last : NULL;
  ring->size -= page->excerpt->room + PAGE_COST;
  excerpt_free(page->excerpt);
  free(page);
}

void
packet_ring_free(PacketRing* ring)
{
  if (ring) {
    while (ring->first) {
      drop_first(ring);
    }
    excerpt_free(ring->pending);
    pthread_mutex_destroy(&ring->lock);
    free(ring);
  }
}

/// A page at the end
static Page*
add_page(PacketRing* ring)
{
  Page* const page = (Page*)calloc(1, sizeof(Page));
  if (!page) {
    return NULL;
  }
  page->stream = ring->stream;
  page->excerpt = excerpt_new(ring->pending->codec, ring->pending->time_base);
  if (!page->excerpt) {
    free(page);
    return NULL;
  }
  *(ring->last ? &ring->last->next : &ring->first) = page;
  ring->last = page;
  ring->size += PAGE_COST;
  return page;
}

/// Room for some more bytes: a little at first, as many connections are short
static bool
grow(PacketRing* ring, Page* page, size_t needed)
{
  Excerpt* const excerpt = page->excerpt;
  const size_t before = excerpt->room;
  const size_t doubled = 2 * needed < PAGE ? 2 * needed : PAGE;
  const bool ok = needed <= before ||
                  excerpt_reserve(excerpt, needed > doubled ? needed : doubled);
  ring->size += excerpt->room - before;
  return ok;
}

/// Does what comes go on with the last page, as the next link of Ogg does at a
/// new title?
static bool
goes_on(const PacketRing* ring, double begin)
{
  const Excerpt* const last = ring->last->excerpt;
  const AVCodecParameters* const a = last->codec;
  const AVCodecParameters* const b = ring->pending->codec;
  return a->codec_id == b->codec_id && a->sample_rate == b->sample_rate &&
         a->ch_layout.nb_channels == b->ch_layout.nb_channels &&
         !av_cmp_q(last->time_base, ring->pending->time_base) &&
         a->extradata_size == b->extradata_size &&
         (!a->extradata_size ||
          !memcmp(a->extradata, b->extradata, (size_t)a->extradata_size)) &&
         fabs(begin - last->end) < GAP;
}

/// Append it to the last page, or to a new one
static void
keep(PacketRing* ring, const ExcerptPacket* packet, const uint8_t* bytes)
{
  const size_t size = sizeof(*packet) + packet->size;
  Page* page = ring->last;
  if (page && page->stream != ring->stream && goes_on(ring, packet->begin)) {
    ring->stream = page->stream;
  }
  if (!page || page->stream != ring->stream ||
      (page->excerpt->n && page->excerpt->size + size > PAGE)) {
    page = add_page(ring);
  }
  if (page && grow(ring, page, page->excerpt->size + size)) {
    excerpt_add(page->excerpt, packet, bytes);
  }
}

static void
drop_old(PacketRing* ring)
{
  const Page* const last = ring->last;
  while (last && ring->first != last &&
         (ring->size > PACKET_RING_MOST ||
          ring->first->excerpt->end < last->excerpt->end - ring->seconds)) {
    drop_first(ring);
  }
}

static void
on_stream(void* data, const AVCodecParameters* codec, AVRational time_base)
{
  PacketRing* const ring = (PacketRing*)data;
  excerpt_free(ring->pending);
  ring->pending = excerpt_new(codec, time_base);
  ring->stream = ++ring->n_streams;
}

static void
on_packet(void* data, const AVPacket* packet)
{
  PacketRing* const ring = (PacketRing*)data;
  if (!ring->pending || packet->size < 1) {
    return;
  }
  if (ring->pending->size > MOST_PENDING) { // They do not sound
    excerpt_clear(ring->pending);
  }
  const ExcerptPacket kept = {.duration = packet->duration,
                              .size = (uint32_t)packet->size,
                              .is_key = packet->flags & AV_PKT_FLAG_KEY};
  excerpt_add(ring->pending, &kept, packet->data);
}

/// The pending packets get stamps in equal parts
static void
on_stamp(void* data, double begin, double end)
{
  PacketRing* const ring = (PacketRing*)data;
  Excerpt* const pending = ring->pending;
  if (!pending) {
    return;
  }
  const double each = (end - begin) / (pending->n ? pending->n : 1u);
  size_t position = 0;
  uint32_t i = 0;
  ExcerptPacket packet;
  const uint8_t* bytes = NULL;
  pthread_mutex_lock(&ring->lock);
  if (!pending->n && ring->last && ring->last->stream == ring->stream) {
    excerpt_extend(ring->last->excerpt, end); // More of a long packet
  }
  while (end > begin && excerpt_next(pending, &position, &packet, &bytes)) {
    packet.begin = begin + each * i++;
    packet.end = packet.begin + each;
    keep(ring, &packet, bytes);
  }
  drop_old(ring);
  pthread_mutex_unlock(&ring->lock);
  excerpt_clear(pending);
}

static void
on_end(void* data)
{
  atomic_store(&((PacketRing*)data)->is_filled, false);
}

PacketTap
packet_ring_tap(PacketRing* ring)
{
  atomic_store(&ring->is_filled, true);
  return (PacketTap){on_stream, on_packet, on_stamp, on_end, ring};
}

bool
packet_ring_is_filled(const PacketRing* ring)
{
  return atomic_load(&ring->is_filled);
}

bool
packet_ring_span(PacketRing* ring, double* begin, double* end)
{
  pthread_mutex_lock(&ring->lock);
  const bool has_audio = ring->first;
  if (has_audio) {
    *begin = ring->first->excerpt->begin;
    *end = ring->last->excerpt->end;
  }
  pthread_mutex_unlock(&ring->lock);
  return has_audio;
}

/// The last page that begins before a stamp, or the first
static const Page*
find_page(const PacketRing* ring, double centre)
{
  const Page* found = ring->first;
  for (const Page* page = found; page; page = page->next) {
    found = page->excerpt->begin <= centre ? page : found;
  }
  return found;
}

/// Append what sounds from one stamp to another; false if memory is short
static bool
copy(Excerpt* to, const Excerpt* from, double begin, double end)
{
  size_t position = 0;
  ExcerptPacket packet;
  const uint8_t* bytes = NULL;
  bool ok = true;
  while (ok && excerpt_next(from, &position, &packet, &bytes)) {
    if (packet.end > begin && packet.begin < end) {
      ok = excerpt_add(to, &packet, bytes);
    }
  }
  return ok;
}

Excerpt*
packet_ring_take(PacketRing* ring, double begin, double centre, double end)
{
  pthread_mutex_lock(&ring->lock);
  const Page* const middle = find_page(ring, centre);
  Excerpt* excerpt =
      middle ? excerpt_new(middle->excerpt->codec, middle->excerpt->time_base)
             : NULL;
  bool ok = excerpt;
  for (const Page* page = ring->first; ok && page; page = page->next) {
    ok = page->stream != middle->stream ||
         copy(excerpt, page->excerpt, begin, end);
  }
  pthread_mutex_unlock(&ring->lock);
  if (!ok || !excerpt->n) {
    excerpt_free(excerpt);
    return NULL;
  }
  return excerpt;
}
