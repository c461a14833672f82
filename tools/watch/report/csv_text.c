// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/report/csv_text.h"

#include <stdio.h>
#include <string.h>

void
csv_text_print(const char* text)
{
  const char* const formula = *text && strchr("=+-@", *text) ? "'" : "";
  putchar(',');
  if (!*formula && !strpbrk(text, ",\"\r\n")) {
    fputs(text, stdout);
    return;
  }
  printf("\"%s", formula);
  for (const char* c = text; *c; ++c) {
    if (*c == '"') {
      putchar('"');
    }
    putchar(*c);
  }
  putchar('"');
}
