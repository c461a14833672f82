// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_DRAFT_H
#define EARMARK_DRAFT_H

#include "base/error.h"
#include "model/network.h"
#include "tests/support/random_shape.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

/// A network file taken apart, so that a test can break one thing in it
typedef struct {
  json_t* header;
  unsigned char* data;
  size_t size; ///< Bytes of data
} Draft;

/// A change, and what is wrong then
typedef struct {
  const char* key;
  const char* old;
  const char* text;
  const char* message;
} Fault;

Draft draft_new(const NetworkShape* shape, uint64_t seed);

void draft_free(Draft* draft);

/// Replace the first `old` in a metadata text, which must be there
void
draft_replace(Draft* draft, const char* key, const char* old, const char* text);

/// Set a metadata text; NULL removes it
void draft_set(Draft* draft, const char* key, const char* text);

/// A tensor's header entry and its data
json_t* draft_tensor(Draft* draft, const char* name);
void* draft_data(Draft* draft, const char* name);

/// What network_load() says to it
Network* draft_load(const Draft* draft, Error* error);

/// network_load() refuses it, in one line that names the file and has `text`;
/// frees it
void draft_expect(Draft* draft, const char* text);

/// The same of each of faults[n] in a network of that shape
void draft_expect_all(const NetworkShape* shape, const Fault* faults, size_t n);

#endif
