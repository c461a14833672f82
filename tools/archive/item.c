// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/archive/item.h"

#include "tools/archive/playlist.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char* const suffixes[] = {
    ".3gp",  ".aac",  ".ac3",  ".aif", ".aifc", ".aiff", ".alac", ".amr",
    ".ape",  ".asf",  ".au",   ".avi", ".caf",  ".dff",  ".dsf",  ".dts",
    ".eac3", ".ec3",  ".flac", ".flv", ".m2ts", ".m4a",  ".m4b",  ".m4v",
    ".mka",  ".mkv",  ".mov",  ".mp1", ".mp2",  ".mp3",  ".mp4",  ".mpc",
    ".mpeg", ".mpg",  ".mts",  ".mxf", ".oga",  ".ogg",  ".ogv",  ".opus",
    ".ra",   ".rf64", ".rm",   ".shn", ".spx",  ".tak",  ".tta",  ".vob",
    ".w64",  ".wav",  ".webm", ".wma", ".wmv",  ".wv",
};

bool
item_init(Item* item, char* path)
{
  *item = (Item){.path = path};
  item->label = path ? strdup(path) : NULL;
  return item->label;
}

void
item_look(Item* item)
{
  struct stat status;
  if (stat(item->path, &status) || !S_ISREG(status.st_mode)) {
    return;
  }
  struct tm time;
  item->is_file = true;
  item->size = (uint64_t)status.st_size;
  if (gmtime_r(&status.st_mtim.tv_sec, &time)) {
    char date[ITEM_TIME / 2];
    if (!strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &time)) {
      return;
    }
    snprintf(item->modified, sizeof(item->modified), "%s.%06ldZ", date,
             status.st_mtim.tv_nsec / 1000);
  }
}

void
item_clear(Item* item)
{
  free(item->path);
  free(item->label);
  free(item->cue);
  free(item->title);
  free(item->performer);
  *item = (Item){.path = NULL};
}

/// Does its name say that it is audio or video?
static bool
is_named_so(const Item* item)
{
  for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); ++i) {
    if (playlist_has_suffix(item->path, suffixes[i])) {
      return true;
    }
  }
  return false;
}

bool
item_is_no_audio(const Item* item)
{
  return item->found && item->size && !is_named_so(item) &&
         !access(item->path, R_OK);
}
