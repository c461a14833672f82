// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/config/complaints.h"

#include "tools/options/message.h"
#include "tools/options/path.h"

#include <stdarg.h>
#include <stdlib.h>

#define MAX_TEXT 512

void
complaints_add(Complaints* complaints, uint32_t line, const char* format, ...)
{
  char text[MAX_TEXT];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof(text), format, args);
  va_end(args);
  if (!complaints->texts) {
    complaints->texts = (char**)calloc(COMPLAINTS_MAX, sizeof(char*));
  }
  if (complaints->texts && complaints->n < COMPLAINTS_MAX) {
    complaints->texts[complaints->n] =
        line ? path_format("%s:%u: %s", complaints->path, line, text)
             : path_format("%s: %s", complaints->path, text);
  }
  ++complaints->n;
}

void
complaints_print(const Complaints* complaints, FILE* stream)
{
  for (uint32_t i = 0; complaints->texts && i < complaints->n; ++i) {
    if (i == COMPLAINTS_MAX) {
      fprintf(stream, "earmark: and %u more\n", complaints->n - i);
      return;
    }
    if (complaints->texts[i]) {
      fputs("earmark: ", stream);
      message_text(stream, complaints->texts[i]);
      fputc('\n', stream);
    }
  }
}

void
complaints_clear(Complaints* complaints)
{
  for (uint32_t i = 0; complaints->texts && i < COMPLAINTS_MAX; ++i) {
    free(complaints->texts[i]);
  }
  free(complaints->texts);
  *complaints = (Complaints){.path = complaints->path};
}
