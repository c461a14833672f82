// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#undef NDEBUG

#include "tests/support/draft.h"

#include "model/file/network_file.h"
#include "tests/support/memory_file.h"
#include "tests/support/random_network.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

Draft
draft_new(const NetworkShape* shape, uint64_t seed)
{
  size_t size = 0;
  unsigned char* const bytes = random_network_make(shape, seed, &size);
  uint64_t length = 0;
  memcpy(&length, bytes, 8);
  const size_t start = 8 + (size_t)length;
  Draft draft = {json_loadb((const char*)bytes + 8, (size_t)length, 0, NULL),
                 (unsigned char*)malloc(size - start), size - start};
  assert(draft.header && draft.data);
  memcpy(draft.data, bytes + start, draft.size);
  free(bytes);
  return draft;
}

void
draft_free(Draft* draft)
{
  json_decref(draft->header);
  free(draft->data);
}

void
draft_set(Draft* draft, const char* key, const char* text)
{
  json_t* const metadata = json_object_get(draft->header, "__metadata__");
  if (text) {
    json_object_set_new(metadata, key, json_string(text));
  } else {
    json_object_del(metadata, key);
  }
}

void
draft_replace(Draft* draft, const char* key, const char* old, const char* text)
{
  const char* const before = json_string_value(
      json_object_get(json_object_get(draft->header, "__metadata__"), key));
  const char* const place = before ? strstr(before, old) : NULL;
  assert(place);
  const size_t head = (size_t)(place - before);
  const size_t size = strlen(before) + strlen(text) + 1;
  char* const after = (char*)calloc(1, size);
  assert(after);
  memcpy(after, before, head);
  memcpy(after + head, text, strlen(text));
  memcpy(after + head + strlen(text), place + strlen(old),
         strlen(place) - strlen(old) + 1);
  draft_set(draft, key, after);
  free(after);
}

json_t*
draft_tensor(Draft* draft, const char* name)
{
  json_t* const tensor = json_object_get(draft->header, name);
  assert(tensor);
  return tensor;
}

void*
draft_data(Draft* draft, const char* name)
{
  const json_t* const offsets =
      json_object_get(draft_tensor(draft, name), "data_offsets");
  return draft->data + json_integer_value(json_array_get(offsets, 0));
}

Network*
draft_load(const Draft* draft, Error* error)
{
  size_t size = 0;
  unsigned char* const bytes =
      random_network_join(draft->header, draft->data, draft->size, &size);
  char path[MEMORY_FILE_PATH];
  const int fd = memory_file(bytes, size, path);
  Network* const network = network_load(path, error);
  close(fd);
  free(bytes);
  return network;
}

void
draft_expect(Draft* draft, const char* text)
{
  Error error = {""};
  Network* const network = draft_load(draft, &error);
  if (network || !strstr(error.text, text) || strchr(error.text, '\n') ||
      strncmp(error.text, "/proc/self/fd/", 14)) {
    fprintf(stderr, "expected \"%s\", got \"%s\"\n", text,
            network ? "no error" : error.text);
    abort();
  }
  draft_free(draft);
}

void
draft_expect_all(const NetworkShape* shape, const Fault* faults, size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    Draft draft = draft_new(shape, 1);
    draft_replace(&draft, faults[i].key, faults[i].old, faults[i].text);
    draft_expect(&draft, faults[i].message);
  }
}
