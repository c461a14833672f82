// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/options/progress.h"

#include "tools/options/message.h"

#include <stdio.h>
#include <unistd.h>

void
progress_show(Progress* progress, double time, double length)
{
  if (!isatty(STDERR_FILENO)) {
    return;
  }
  const int now = (int)(length > 0.0 ? 100.0 * time / length : time);
  if (now != progress->shown) {
    progress->shown = now;
    fputs("\r\033[K", stderr);
    message_text(stderr, progress->path);
    fprintf(stderr, ": %d%s", now, length > 0.0 ? " %" : " s");
    fflush(stderr);
  }
}

void
progress_clear(Progress* progress)
{
  if (progress->shown >= 0) {
    fputs("\r\033[K", stderr);
    progress->shown = -1;
  }
}
