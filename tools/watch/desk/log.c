// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/desk/log.h"

#include "tools/options/message.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define MAX_LINE 512

static void
keep(Log* log, const char* line)
{
  if (log->n == LOG_KEPT) {
    free(log->kept[0]);
    memmove(log->kept, log->kept + 1, (LOG_KEPT - 1) * sizeof(log->kept[0]));
    --log->n;
  }
  log->kept[log->n] = strdup(line);
  log->n += log->kept[log->n] != NULL;
}

void
log_add(Log* log, const char* subject, const char* format, ...)
{
  char text[MAX_LINE];
  char line[2 * MAX_LINE];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof(text), format, args);
  va_end(args);
  snprintf(line, sizeof(line), "earmark: %s: %s", subject, text);
  if (log->on_line) {
    log->on_line(log->data, subject, text);
  }
  if (log->stream) {
    message_text(log->stream, line);
    fputc('\n', log->stream);
    fflush(log->stream);
  } else {
    keep(log, line);
  }
}

void
log_clear(Log* log)
{
  for (uint32_t i = 0; i < log->n; ++i) {
    free(log->kept[i]);
  }
  log->n = 0;
}
