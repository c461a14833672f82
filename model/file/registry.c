// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/file/registry.h"

#include "model/file/network_file.h"

#include <pthread.h>
#include <stdlib.h>

typedef struct Entry Entry;

/// A network in use in this process
struct Entry {
  Entry* next;
  Network* network;
  unsigned n_users;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static Entry* entries; ///< Guarded by the mutex

static Entry*
find_entry(const char* path)
{
  FileIdentity identity;
  if (!file_identity(path, &identity)) {
    return NULL;
  }
  Entry* entry = entries;
  while (entry &&
         !file_identity_equal(network_identity(entry->network), &identity)) {
    entry = entry->next;
  }
  return entry;
}

static Entry*
add_entry(const char* path, Error* error)
{
  Entry* const entry = (Entry*)calloc(1, sizeof(Entry));
  if (!entry) {
    error_set(error, "%s: " ERROR_NO_MEMORY, path);
    return NULL;
  }
  entry->network = network_load(path, error);
  if (!entry->network) {
    free(entry);
    return NULL;
  }
  entry->next = entries;
  entries = entry;
  return entry;
}

const Network*
network_acquire(const char* path, Error* error)
{
  pthread_mutex_lock(&mutex);
  Entry* entry = find_entry(path);
  entry = entry ? entry : add_entry(path, error);
  if (entry) {
    ++entry->n_users;
  }
  const Network* const network = entry ? entry->network : NULL;
  pthread_mutex_unlock(&mutex);
  return network;
}

void
network_release(const Network* network)
{
  pthread_mutex_lock(&mutex);
  Entry** link = &entries;
  while (*link && (*link)->network != network) {
    link = &(*link)->next;
  }
  Entry* const entry = *link;
  if (entry && !--entry->n_users) {
    *link = entry->next;
    network_free(entry->network);
    free(entry);
  }
  pthread_mutex_unlock(&mutex);
}
