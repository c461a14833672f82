// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_SECRET_FILE_H
#define EARMARK_SECRET_FILE_H

#include "base/error.h"

#include <stdbool.h>
#include <stdio.h>

#define SECRET_FILE_MAX 4096u /* Bytes of a line, with the end of the text */

/// Open a file of secrets.  Where its path begins with $CREDENTIALS_DIRECTORY/,
/// that is where systemd puts credentials of a service.  NULL with a message.
FILE* secret_file_open(const char* path, Error* error);

/// Its next line that is not empty, without blanks around it; false at its end
bool secret_file_line(FILE* file, char line[SECRET_FILE_MAX]);

/// The first line of a file, as a password or token is.  False with a message.
bool
secret_file_read(const char* path, char line[SECRET_FILE_MAX], Error* error);

#endif
