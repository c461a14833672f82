// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/audio/file_end.h"

#include <libavutil/intreadwrite.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define UNKNOWN_SIZE 0xFFFFFFFFu /* In WAV that was written to a pipe */
#define OGG_HEADER 27
#define OGG_FLAGS 5
#define OGG_IS_LAST 4
#define OGG_SEARCHED 1048576 /* Pages have at most 65307 bytes */

/// Read all of buffer[n] from there
static bool
read_at(AVIOContext* io, int64_t place, uint8_t* buffer, int n)
{
  return avio_seek(io, place, SEEK_SET) == place &&
         avio_read(io, buffer, n) == n;
}

static double
ratio_of(int64_t begin, uint64_t stated, int64_t size)
{
  const uint64_t there = size > begin ? (uint64_t)(size - begin) : 0;
  if (there >= stated) {
    return 1.0;
  }
  return there ? (double)stated / (double)there : (double)INFINITY;
}

/// The chunk "data" of WAV: name, size of what follows
static double
ratio_of_wav(AVIOContext* io, int64_t size)
{
  uint8_t chunk[8];
  for (int64_t place = 12; read_at(io, place, chunk, sizeof(chunk));) {
    const uint32_t stated = AV_RL32(chunk + 4);
    place += (int64_t)sizeof(chunk);
    if (!memcmp(chunk, "data", 4)) {
      return stated == UNKNOWN_SIZE ? 1.0 : ratio_of(place, stated, size);
    }
    place += (int64_t)stated + (stated & 1);
  }
  return 1.0;
}

/// The whole of AVI, or its first gigabyte
static double
ratio_of_avi(AVIOContext* io, int64_t size)
{
  uint8_t chunk[8];
  return read_at(io, 0, chunk, sizeof(chunk)) && !memcmp(chunk, "RIFF", 4)
             ? ratio_of(sizeof(chunk), AV_RL32(chunk + 4), size)
             : 1.0;
}

/// The chunk "data" of Wave64: GUID, size with this header, to multiples of 8
static double
ratio_of_wave64(AVIOContext* io, int64_t size)
{
  uint8_t chunk[24];
  for (int64_t place = 40; read_at(io, place, chunk, sizeof(chunk));) {
    const uint64_t stated = AV_RL64(chunk + 16);
    if (!memcmp(chunk, "data", 4)) {
      return ratio_of(place, stated, size);
    }
    if (stated < sizeof(chunk) || stated > (uint64_t)size) {
      break;
    }
    place += (int64_t)((stated + 7) / 8 * 8);
  }
  return 1.0;
}

/// The file's size in the File Properties of ASF
static double
ratio_of_asf(AVIOContext* io, int64_t size)
{
  static const uint8_t properties[16] = {0xA1, 0xDC, 0xAB, 0x8C, 0x47, 0xA9,
                                         0xCF, 0x11, 0x8E, 0xE4, 0x00, 0xC0,
                                         0x0C, 0x20, 0x53, 0x65};
  uint8_t object[48]; // GUID, size of it all, file's GUID, file's size
  for (int64_t place = 30; read_at(io, place, object, sizeof(object));) {
    const uint64_t length = AV_RL64(object + 16);
    if (!memcmp(object, properties, sizeof(properties))) {
      return ratio_of(0, AV_RL64(object + 40), size);
    }
    if (length < 24 || length > (uint64_t)size) {
      break;
    }
    place += (int64_t)length;
  }
  return 1.0;
}

/// Size of the Ogg page in data[n], 0 if it is none; maybe more than n
static size_t
ogg_page_size(const uint8_t* data, size_t n)
{
  if (n < OGG_HEADER || memcmp(data, "OggS", 5) != 0) { // And version 0
    return 0;
  }
  const size_t n_segments = data[OGG_HEADER - 1];
  size_t length = OGG_HEADER + n_segments;
  for (size_t i = 0; i < n_segments && OGG_HEADER + i < n; ++i) {
    length += data[OGG_HEADER + i];
  }
  return length;
}

/// The last page must be whole, and say that it is the last
static double
ratio_of_ogg(AVIOContext* io, int64_t size)
{
  const int n = size < OGG_SEARCHED ? (int)size : OGG_SEARCHED;
  uint8_t* const data = (uint8_t*)malloc((size_t)n + 1);
  double ratio = 1.0;
  if (data && read_at(io, size - n, data, n)) {
    ratio = (double)INFINITY;
    for (size_t i = (size_t)n; i-- > 0;) {
      const size_t length = ogg_page_size(data + i, (size_t)n - i);
      if (length) {
        const bool is_whole = length <= (size_t)n - i;
        const bool is_last = data[i + OGG_FLAGS] & OGG_IS_LAST;
        ratio = is_whole && is_last ? 1.0 : (double)INFINITY;
        break;
      }
    }
  }
  free(data);
  return ratio;
}

double
file_end_ratio(const Container* container)
{
  static const struct {
    const char* name; ///< Of libavformat's demuxer
    double (*ratio)(AVIOContext* io, int64_t size);
  } kinds[] = {{"wav", ratio_of_wav},
               {"w64", ratio_of_wave64},
               {"avi", ratio_of_avi},
               {"asf", ratio_of_asf},
               {"ogg", ratio_of_ogg}};
  const AVFormatContext* const format = container->format;
  const int64_t size =
      container_is_seekable(container) ? avio_size(format->pb) : 0;
  for (size_t i = 0; size > 0 && i < sizeof(kinds) / sizeof(kinds[0]); ++i) {
    if (!strcmp(format->iformat->name, kinds[i].name)) {
      return kinds[i].ratio(format->pb, size);
    }
  }
  return 1.0;
}
