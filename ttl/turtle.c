// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "ttl/turtle.h"

#include <stddef.h>
#include <string.h>

void
turtle_write_string(FILE* out, const char* text)
{
  fputc('"', out);
  for (const unsigned char* c = (const unsigned char*)text; *c; ++c) {
    if (*c == '"' || *c == '\\') {
      fprintf(out, "\\%c", *c);
    } else if (*c < 0x20 || *c == 0x7F) {
      fprintf(out, "\\u%04X", *c);
    } else {
      fputc(*c, out);
    }
  }
  fputc('"', out);
}

void
turtle_write_number(FILE* out, double number)
{
  // The program never calls setlocale(): the decimal point is a point
  char text[64] = "";
  snprintf(text, sizeof(text), "%.6f", number);
  size_t length = strlen(text);
  while (text[length - 1] == '0' && text[length - 2] != '.') {
    text[--length] = '\0';
  }
  fputs(text, out);
}
