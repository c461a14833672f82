// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_OUTPUT_FILE_H
#define EARMARK_OUTPUT_FILE_H

#include "base/error.h"

#include <stdbool.h>
#include <stdio.h>

/**
   A file being written, which harms nothing.

   It is written aside, in the same folder and without a name where the system
   can do that, and put in place when it is complete: any failure leaves what
   was there before.  A symbolic link stays one, permissions stay as they were.

   "-" is standard output.  What is no regular file (a device, a pipe), and all
   in /dev and /proc, is written directly.
*/
typedef struct OutputFile OutputFile;

/// NULL with a message, without the path, if it cannot be written
OutputFile* output_file_open(const char* path, Error* error);

/// Where to write; output_file_close() tells if that failed.  A file that is
/// written aside can be sought in.
FILE* output_file_stream(const OutputFile* file);

/// Put it in place.  False with a message, without the path, if anything could
/// not be written; then nothing is left of it.  Frees `file` in any case.
bool output_file_close(OutputFile* file, Error* error);

/// Leave nothing of it behind, and free `file` (which may be NULL)
void output_file_discard(OutputFile* file);

/// Would writing to `output` destroy `input`, by this name or another?  "-" is
/// standard output and input.
bool output_file_is_input(const char* output, const char* input);

#endif
