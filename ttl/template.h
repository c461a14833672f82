// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TEMPLATE_H
#define EARMARK_TEMPLATE_H

#include "model/error.h"

#include <stdbool.h>
#include <stdio.h>

/// Writes what `{{key argument}}` stands for (`argument` may be empty); false
/// with a message if that is nothing
typedef bool (*TemplateFunc)(
    void* data, FILE* out, const char* key, const char* argument, Error* error);

/// Write a template file, without its leading comment lines, with every
/// {{key argument}} replaced.  False with a message if anything is amiss.
bool template_expand(
    FILE* out, const char* path, TemplateFunc func, void* data, Error* error);

#endif
