// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_STATION_H
#define EARMARK_STATION_H

#include "base/error.h"
#include "model/network.h"
#include "tools/watch/meter/reading.h"
#include "tools/watch/source/packet_tap.h"
#include "tools/watch/source/source.h"
#include "tools/watch/station/pool.h"

#include <stdbool.h>
#include <stdint.h>

/// A station as users describe it
typedef struct {
  const char* name;    ///< Of ADDRESS_NAME_CHARACTERS
  const char* address; ///< With its password
  const char* charset; ///< Of titles that are no UTF-8
  uint32_t track;      ///< Of the audio streams, from 1; 0 for the best
  bool has_true_peak;
  bool has_returns; ///< Counts how often a sound was heard before
  bool trusts_all;  ///< Takes any certificate
  bool loops;       ///< A file begins anew at its end
} StationSettings;

/// What all stations share; outlives them
typedef struct {
  const Network* network;
  const View* view;
  float memory; ///< Seconds that updates look back; 0 for the network's own
  Pool* pool;

  /// What takes the packets of the station of that name; NULL for nothing
  PacketTap (*tap_of)(void* data, const char* station);
  void* data;
} StationShare;

/**
   A source with those who listen to it: a thread that reads, and a job of the
   pool that analyses.  For the main thread.
*/
typedef struct Station Station;

/// Are they the same, with all that is in them?  [any]
bool station_settings_equal(const StationSettings* a, const StationSettings* b);

/// Begin to watch; the settings are copied.  NULL with a message.
Station* station_start(const StationSettings* settings,
                       const StationShare* share,
                       uint32_t seed,
                       Error* error);

/// Begin to stop, without waiting
void station_stop(Station* station);

/// Stop, and hear what is left: nothing comes after that, and moments may still
/// be taken.  False if the system keeps its thread waiting: then it must stay.
bool station_finish(Station* station);

/// Instead of station_finish() and station_free(): stop, and let go what was
/// not heard yet.  False, at once, while its thread still runs: to be called
/// again later.
bool station_discard(Station* station);

/// After station_finish().  `station` may be NULL.
void station_free(Station* station);

const StationSettings* station_settings(const Station* station);

/// Before station_finish()
SourceStatus station_status(Station* station);

/// The oldest moment that nobody has taken, or NULL; the caller frees it
Reading* station_take(Station* station);

/// End the moment that is being heard, soon, if the source is not live
void station_flush(Station* station);

/// Has all been heard that came before the source was in that state, in which
/// no more comes?
bool station_is_quiet(Station* station, SourceState state);

#endif
