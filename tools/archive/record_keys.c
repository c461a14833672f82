// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/archive/record_keys.h"

#include "base/array.h"

#include <libavutil/mem.h>
#include <libavutil/sha.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define KEY 16u    /* bytes of a key, of the 32 of SHA-256 */
#define DIGEST 32u /* bytes */

typedef struct {
  uint8_t bytes[KEY];
} RecordKey;

struct RecordKeys {
  struct AVSHA* sha;
  RecordKey* keys; ///< [n]
  size_t n;
  size_t room;
};

RecordKeys*
record_keys_new(void)
{
  RecordKeys* const keys = (RecordKeys*)calloc(1, sizeof(RecordKeys));
  if (keys) {
    keys->sha = av_sha_alloc();
  }
  if (keys && !keys->sha) {
    free(keys);
    return NULL;
  }
  return keys;
}

void
record_keys_free(RecordKeys* keys)
{
  if (keys) {
    av_free(keys->sha);
    free(keys->keys);
    free(keys);
  }
}

/// Text with the 0 that ends it
static void
add_text(const RecordKeys* keys, const char* text)
{
  const char* const there = text ? text : "";
  av_sha_update(keys->sha, (const uint8_t*)there, strlen(there) + 1);
}

static void
add_number(const RecordKeys* keys, const json_t* number)
{
  const int64_t value = (int64_t)json_integer_value(number);
  av_sha_update(keys->sha, (const uint8_t*)&value, sizeof(value));
}

/// False if the line says no file
static bool
make_key(const RecordKeys* keys, const json_t* line, RecordKey* key)
{
  uint8_t digest[DIGEST];
  const char* const uri = json_string_value(json_object_get(line, "uri"));
  const char* const file = json_string_value(json_object_get(line, "file"));
  av_sha_init(keys->sha, 256);
  add_text(keys, uri ? "uri" : "file");
  add_text(keys, uri ? uri : file);
  add_text(keys, json_string_value(json_object_get(line, "modified")));
  add_number(keys, json_object_get(line, "size"));
  add_number(keys, json_object_get(line, "track"));
  av_sha_final(keys->sha, digest);
  memcpy(key->bytes, digest, KEY);
  return file;
}

bool
record_keys_add(RecordKeys* keys, const json_t* line)
{
  RecordKey* const more = (RecordKey*)array_grow(
      keys->keys, keys->n, &keys->room, sizeof(RecordKey));
  if (!more) {
    return false;
  }
  keys->keys = more;
  if (!make_key(keys, line, &keys->keys[keys->n])) {
    return false;
  }
  ++keys->n;
  return true;
}

static int
compare(const void* a, const void* b)
{
  return memcmp(a, b, sizeof(RecordKey));
}

void
record_keys_sort(RecordKeys* keys)
{
  if (keys->n) {
    qsort(keys->keys, keys->n, sizeof(RecordKey), compare);
  }
}

bool
record_keys_have(const RecordKeys* keys, const json_t* line)
{
  RecordKey key;
  return keys->n && make_key(keys, line, &key) &&
         bsearch(&key, keys->keys, keys->n, sizeof(RecordKey), compare);
}
