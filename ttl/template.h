// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TEMPLATE_H
#define EARMARK_TEMPLATE_H

#include "base/error.h"

#include <stdbool.h>
#include <stdio.h>

/// A template: ttl/NAME.ttl.in without its leading comment
typedef struct {
  const char* name;
  const char* const* lines; ///< Without their ends; NULL is the last
} Template;

/// All of them, made by ttl/embed.py; the last has no name
extern const Template templates[];

/// Writes what `{{key argument}}` stands for (`argument` may be empty); false
/// with a message if that is nothing
typedef bool (*TemplateFunc)(
    void* data, FILE* out, const char* key, const char* argument, Error* error);

/// Write the template of that name with every {{key argument}} replaced.
/// False with a message if anything is amiss; whether writing worked, ferror()
/// tells.  [setup]
bool template_expand(
    FILE* out, const char* name, TemplateFunc func, void* data, Error* error);

#endif
