// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PACKET_RING_H
#define EARMARK_PACKET_RING_H

#include "tools/watch/clip/excerpt.h"
#include "tools/watch/source/packet_tap.h"

/**
   The last seconds of what a source received, as it was received: half a
   megabyte where samples would be six.  Its tap is for the thread that reads
   the source, all else for any.
*/
typedef struct PacketRing PacketRing;

#define PACKET_RING_MOST (8u << 20) /* Bytes, whatever a stream needs */

/// Keeps `seconds`, or what fits into PACKET_RING_MOST; NULL if memory is short
PacketRing* packet_ring_new(double seconds);

/// `ring` may be NULL
void packet_ring_free(PacketRing* ring);

/// What fills it: for one source at a time
PacketTap packet_ring_tap(PacketRing* ring);

/// May it be filled still?
bool packet_ring_is_filled(const PacketRing* ring);

/// The stamps from and to which it holds audio; false if it holds none
bool packet_ring_span(PacketRing* ring, double* begin, double* end);

/// A copy of what sounds from one stamp to another, of the stream that is heard
/// at `centre`, or was before.  NULL if there is nothing, or memory is short.
Excerpt*
packet_ring_take(PacketRing* ring, double begin, double centre, double end);

#endif
