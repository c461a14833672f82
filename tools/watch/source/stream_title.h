// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_STREAM_TITLE_H
#define EARMARK_STREAM_TITLE_H

#include <libavutil/dict.h>
#include <stdbool.h>

#define STREAM_TITLE_SIZE 256u        /* Bytes of a title, with its end */
#define STREAM_TITLE_CHARSET "CP1252" /* Where nobody says what it is */

/// What a stream says that it plays: UTF-8 without control characters, cut at a
/// whole character, "" for nothing
typedef struct {
  char text[STREAM_TITLE_SIZE];
} StreamTitle;

/// From bytes: UTF-8, or else text in `charset`, as iconv knows it.  [any]
StreamTitle stream_title_from(const char* bytes, const char* charset);

/// From a packet of ICY metadata: "StreamTitle='...';...".  False if there is
/// no title in it.  [any]
bool stream_title_from_icy(const char* packet,
                           const char* charset,
                           StreamTitle* title);

/// From a file's metadata: "ARTIST - TITLE", or what of it there is.  [any]
StreamTitle stream_title_from_metadata(const AVDictionary* metadata,
                                       const char* charset);

/// Is it the name of a character set that can be converted?  [any]
bool stream_title_knows(const char* charset);

#endif
