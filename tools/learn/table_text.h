// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TABLE_TEXT_H
#define EARMARK_TABLE_TEXT_H

#include "base/error.h"

/**
   The text of a file, without a byte order mark; to be freed.  UTF-16 with a
   byte order mark, as spreadsheets save "Unicode text", becomes UTF-8; all else
   stays as it is.  NULL with a message if it cannot be read, is larger than 64
   MiB, or is no text (a zero byte, UTF-16 that breaks off).
*/
char* table_text_read(const char* path, Error* error);

#endif
