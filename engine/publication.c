// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "engine/publication.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define INDEX 3u  ///< Mask of the update's index in `middle`
#define IS_NEW 4u ///< Flag in `middle`: not read yet

struct Publication {
  uint32_t n_outputs;
  Update updates[3];
  float* probabilities; ///< Storage of all three
  uint32_t draft;       ///< Writer's
  uint32_t newest;      ///< Reader's
  atomic_uint middle;
};

Publication*
publication_new(uint32_t n_outputs)
{
  Publication* const publication = (Publication*)calloc(1, sizeof(Publication));
  if (!publication) {
    return NULL;
  }

  publication->n_outputs = n_outputs;
  publication->probabilities = (float*)calloc(3 * n_outputs, sizeof(float));
  if (!publication->probabilities) {
    publication_free(publication);
    return NULL;
  }
  for (uint32_t i = 0; i < 3; ++i) {
    publication->updates[i].probabilities =
        publication->probabilities + i * n_outputs;
  }
  publication_reset(publication);
  return publication;
}

void
publication_free(Publication* publication)
{
  if (publication) {
    free(publication->probabilities);
    free(publication);
  }
}

void
publication_reset(Publication* publication)
{
  memset(publication->probabilities, 0,
         3 * publication->n_outputs * sizeof(float));
  for (uint32_t i = 0; i < 3; ++i) {
    publication->updates[i].time = 0.0;
  }
  publication->draft = 0;
  publication->newest = 1;
  atomic_store(&publication->middle, 2);
}

Update*
publication_draft(Publication* publication)
{
  return &publication->updates[publication->draft];
}

void
publication_send(Publication* publication)
{
  const unsigned sent = publication->draft | IS_NEW;
  publication->draft = atomic_exchange_explicit(&publication->middle, sent,
                                                memory_order_acq_rel) &
                       INDEX;
}

const Update*
publication_newest(Publication* publication, bool* is_new)
{
  *is_new =
      atomic_load_explicit(&publication->middle, memory_order_relaxed) & IS_NEW;
  if (*is_new) {
    publication->newest =
        atomic_exchange_explicit(&publication->middle, publication->newest,
                                 memory_order_acq_rel) &
        INDEX;
  }
  return &publication->updates[publication->newest];
}
