// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_COLUMN_NAME_H
#define EARMARK_COLUMN_NAME_H

#include <stdbool.h>

/// For messages
#define COLUMN_NAME_FILE "file, filename or path"

/// Is it what people call a column of files: "file", "File name", "file_path"?
/// Case, spaces, '-' and '_' do not count.
bool column_name_is_file(const char* text);

/// Is it "group"?
bool column_name_is_group(const char* text);

/// Does it end as the names of audio files do: in a dot and 1 to 5 letters and
/// digits?
bool column_name_is_of_file(const char* text);

#endif
