// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_REPORT_TRACK_H
#define EARMARK_REPORT_TRACK_H

#include "base/error.h"
#include "tools/watch/history/database.h"

#include <stdbool.h>
#include <stdint.h>

#define REPORT_MAX_NAME 128u
#define REPORT_MAX_TAGS 512u

/// What content a time has
typedef enum {
  CONTENT_NONE, ///< Nothing was received
  CONTENT_NEITHER,
  CONTENT_MUSIC,
  CONTENT_SPEECH,
  CONTENT_BOTH, ///< Speech over music
  CONTENT_N
} Content;

/// In a word: "music"
const char* content_name(Content content);

/// A minute, or an interval where these are still kept
typedef struct {
  double begin; ///< Seconds since 1970, UTC
  double end;
  double live; ///< Seconds of audio
  double music;
  double speech;
  double silence;
  double loudness; ///< Short-term, LUFS; NaN for none
  double loudest;  ///< Momentary, LUFS
  int64_t title;   ///< 0 for none
  Content content;
  uint8_t*
      tags; ///< [n_tags] of the track; NULL for none; in the track's memory
} ReportCell;

/// A tag, as the program that wrote the history knew it
typedef struct {
  char group[REPORT_MAX_NAME];
  char name[REPORT_MAX_NAME];
  uint32_t colour; ///< 0xRRGGBB
} ReportTag;

/// All that is known of a station for some time, in order.  All zeros is
/// nothing.
typedef struct {
  uint32_t n;
  ReportCell* cells; ///< [n]; owned
  uint32_t n_tags;
  ReportTag* tags; ///< [n_tags], of the last network; owned
} ReportTrack;

/// Read it; false with a message.  report_track_clear() is due in any case.
bool report_track_read(ReportTrack* track,
                       Database* database,
                       const char* station,
                       double begin,
                       double end,
                       Error* error);

/// The greatest mean that a tag has in an hour
double report_track_best_hour(const ReportTrack* track, uint32_t tag);

void report_track_clear(ReportTrack* track);

#endif
