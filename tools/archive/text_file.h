// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TEXT_FILE_H
#define EARMARK_TEXT_FILE_H

#include "base/error.h"

#define TEXT_FILE_MAX 67108864u /* bytes: no playlist is larger */

/// All of a file of text, without the mark that UTF-8 may begin with; the
/// caller frees it.  NULL with a message.
char* text_file_read(const char* path, Error* error);

/// Cut off and return the next line of `*rest`, without what ends it and
/// without blanks around it; NULL at the end
char* text_file_line(char** rest);

#endif
