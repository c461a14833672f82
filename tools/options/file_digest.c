// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/options/file_digest.h"

#include <libavutil/mem.h>
#include <libavutil/sha.h>
#include <stdint.h>
#include <stdio.h>

#define DIGEST 32u /* bytes */

bool
file_digest(const char* path, char text[FILE_DIGEST_TEXT])
{
  uint8_t buffer[16384];
  uint8_t digest[DIGEST];
  FILE* const file = fopen(path, "rb");
  struct AVSHA* const sha = av_sha_alloc();
  bool good = file && sha && !av_sha_init(sha, 256);
  for (size_t n = 0; good && (n = fread(buffer, 1, sizeof(buffer), file));) {
    av_sha_update(sha, buffer, n);
  }
  good = good && !ferror(file);
  if (good) {
    av_sha_final(sha, digest);
    for (uint32_t i = 0; i < DIGEST; ++i) {
      snprintf(text + (size_t)2 * i, 3, "%02x", digest[i]);
    }
  }
  av_free(sha);
  if (file) {
    fclose(file);
  }
  return good;
}
