// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _GNU_SOURCE 1 // For a join that does not wait for ever

#include "base/thread.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

/// The lock guards `stopped`, which thread_stop() alone changes
struct Thread {
  ThreadFunc func;
  void* data;
  pthread_t id;
  pthread_mutex_t lock;
  pthread_cond_t wake;
  bool stopped;
};

static struct timespec
time_after(uint32_t milliseconds)
{
  struct timespec t = {0, 0};
  clock_gettime(CLOCK_MONOTONIC, &t);
  t.tv_sec += milliseconds / 1000;
  t.tv_nsec += (long)(milliseconds % 1000) * 1000000;
  if (t.tv_nsec >= 1000000000) {
    t.tv_nsec -= 1000000000;
    ++t.tv_sec;
  }
  return t;
}

static void*
thread_main(void* data)
{
  Thread* const thread = (Thread*)data;
  pthread_mutex_lock(&thread->lock);
  while (!thread->stopped) {
    pthread_mutex_unlock(&thread->lock);
    const struct timespec next = time_after(thread->func(thread->data));
    pthread_mutex_lock(&thread->lock);
    while (!thread->stopped &&
           !pthread_cond_timedwait(&thread->wake, &thread->lock, &next)) {
    }
  }
  pthread_mutex_unlock(&thread->lock);
  return NULL;
}

/// The host's signals are none of this thread's business, nor is the priority
/// of a real-time thread that may instantiate the plugin
static bool
create_thread(Thread* thread)
{
  const struct sched_param normal = {0};
  pthread_attr_t attributes;
  sigset_t all;
  sigset_t old;
  if (pthread_attr_init(&attributes)) {
    return false;
  }
  pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED);
  pthread_attr_setschedpolicy(&attributes, SCHED_OTHER);
  pthread_attr_setschedparam(&attributes, &normal);
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &old);
  int status = pthread_create(&thread->id, &attributes, thread_main, thread);
  if (status == EPERM) { // In a sandbox: priorities are none of its business
    status = pthread_create(&thread->id, NULL, thread_main, thread);
  }
  pthread_sigmask(SIG_SETMASK, &old, NULL);
  pthread_attr_destroy(&attributes);
  return !status;
}

static void
destroy(Thread* thread)
{
  pthread_cond_destroy(&thread->wake);
  pthread_mutex_destroy(&thread->lock);
  free(thread);
}

Thread*
thread_start(ThreadFunc func, void* data)
{
  Thread* const thread = (Thread*)calloc(1, sizeof(Thread));
  if (!thread) {
    return NULL;
  }

  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&thread->wake, &attributes);
  pthread_condattr_destroy(&attributes);
  pthread_mutex_init(&thread->lock, NULL);

  thread->func = func;
  thread->data = data;
  if (!create_thread(thread)) {
    destroy(thread);
    return NULL;
  }
  return thread;
}

static void
ask_to_stop(Thread* thread)
{
  pthread_mutex_lock(&thread->lock);
  thread->stopped = true;
  pthread_cond_signal(&thread->wake);
  pthread_mutex_unlock(&thread->lock);
}

void
thread_stop(Thread* thread)
{
  if (thread) {
    ask_to_stop(thread);
    pthread_join(thread->id, NULL);
    destroy(thread);
  }
}

bool
thread_stop_within(Thread* thread, uint32_t milliseconds)
{
  if (thread) {
    const struct timespec end = time_after(milliseconds);
    ask_to_stop(thread);
    if (pthread_clockjoin_np(thread->id, NULL, CLOCK_MONOTONIC, &end)) {
      pthread_detach(thread->id);
      return false;
    }
    destroy(thread);
  }
  return true;
}
