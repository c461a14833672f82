// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_CLIP_FOLDER_H
#define EARMARK_CLIP_FOLDER_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CLIP_FOLDER_NAME 64u /* Bytes of a file's name, with its end */

/// A clip on the disk
typedef struct {
  char name[CLIP_FOLDER_NAME];
  double written; ///< Seconds since 1970
  uint64_t size;  ///< Bytes
} ClipEntry;

/**
   A folder of clips, bounded by their age and the sum of their sizes.  Other
   files in it are left alone.  For one thread.
*/
typedef struct {
  const char* path;  ///< Outlives it
  double most_age;   ///< Seconds; 0 for any
  double most_bytes; ///< 0 for any
  double bytes;      ///< Of all entries
  uint32_t n;
  size_t room;
  ClipEntry* entries; ///< [n], the oldest first; owned
} ClipFolder;

/// Make the folder, if there is none, and find the clips in it.  False with a
/// message if it cannot be written to; clip_folder_close() is due in any case.
bool clip_folder_open(ClipFolder* folder,
                      const char* path,
                      double most_age,
                      double most_bytes,
                      Error* error);

void clip_folder_close(ClipFolder* folder);

/// Write a file whole, or not at all.  False with a message.
bool clip_folder_write(ClipFolder* folder,
                       const char* name,
                       const uint8_t* bytes,
                       size_t size,
                       double now,
                       Error* error);

/// Delete the oldest clip, if one is too old, or they are too many bytes; false
/// if none is.  Call it until then.
bool
clip_folder_trim(ClipFolder* folder, double now, char name[CLIP_FOLDER_NAME]);

#endif
