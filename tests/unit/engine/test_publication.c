// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// What arrives is whole, in order and the newest

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L

#include "engine/publication.h"
#include "tests/support/run.h"

#include <assert.h>
#include <pthread.h>
#include <stddef.h>

#define N_OUTPUTS 97u
#define N_UPDATES 200000u

static void
send(Publication* publication, uint32_t number)
{
  Update* const update = publication_draft(publication);
  update->time = number;
  for (uint32_t i = 0; i < N_OUTPUTS; ++i) {
    update->probabilities[i] = (float)number;
  }
  publication_send(publication);
}

static void*
send_all(void* data)
{
  for (uint32_t number = 1; number <= N_UPDATES; ++number) {
    send((Publication*)data, number);
  }
  return NULL;
}

static void
test_one_thread(void)
{
  bool is_new = true;
  Publication* const publication = publication_new(N_OUTPUTS);
  assert(publication);
  assert(publication_newest(publication, &is_new)->time == 0.0 && !is_new);
  send(publication, 1);
  send(publication, 2);
  assert(publication_newest(publication, &is_new)->time == 2.0 && is_new);
  send(publication, 3);
  assert(publication_newest(publication, &is_new)->time == 3.0 && is_new);
  assert(publication_newest(publication, &is_new)->time == 3.0 && !is_new);
  publication_reset(publication);
  assert(publication_newest(publication, &is_new)->time == 0.0 && !is_new);
  publication_free(publication);
}

static void
test_two_threads(void)
{
  Publication* const publication = publication_new(N_OUTPUTS);
  assert(publication);
  pthread_t writer;
  assert(!pthread_create(&writer, NULL, send_all, publication));

  double last = 0.0;
  while (last < N_UPDATES) {
    bool is_new = false;
    const Update* const update = publication_newest(publication, &is_new);
    assert(is_new ? update->time > last : update->time == last);
    last = update->time;
    for (uint32_t i = 0; i < N_OUTPUTS; ++i) {
      assert(update->probabilities[i] == (float)last);
    }
  }
  assert(!pthread_join(writer, NULL));
  publication_free(publication);
}

int
main(void)
{
  RUN(test_one_thread());
  RUN(test_two_threads());
  return 0;
}
