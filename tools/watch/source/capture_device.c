// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/source/capture_device.h"

#include <string.h>

#ifdef EARMARK_HAVE_AVDEVICE
#include <libavdevice/avdevice.h>
#include <pthread.h>

static const AVInputFormat*
find(const char* name)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, avdevice_register_all);
  return av_find_input_format(name);
}
#else

static const AVInputFormat*
find(const char* name)
{
  (void)name;
  return NULL;
}
#endif

const AVInputFormat*
capture_device_format(const char* address)
{
  static const char* const names[] = {"alsa", "pulse", "jack"};
  for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); ++i) {
    const size_t length = strlen(names[i]);
    if (!strncmp(address, names[i], length) && address[length] == ':') {
      return find(names[i]);
    }
  }
  return NULL;
}

const char*
capture_device_name(const char* address)
{
  return address + strcspn(address, ":") + 1;
}
