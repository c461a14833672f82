// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/options/message.h"

void
message_text(FILE* stream, const char* text)
{
  for (const char* c = text; *c; ++c) {
    const unsigned char byte = (unsigned char)*c;
    fputc(byte < ' ' || byte == 0x7F ? '?' : byte, stream);
  }
}

void
message_failure(const char* path, const char* what)
{
  fputs("earmark: ", stderr);
  message_text(stderr, path);
  fputs(": ", stderr);
  message_text(stderr, what);
  fputc('\n', stderr);
}
