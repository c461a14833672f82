// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_DESCRIBE_H
#define EARMARK_DESCRIBE_H

#include "base/error.h"
#include "model/network.h"
#include "plugin/variant.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/// A plugin to describe
typedef struct {
  const char* prefix; ///< Of the URI
  const char* name;   ///< The rest of the URI, and the file's name
  const char* title;  ///< For people
  const View* view;
  Variant variant;
  bool has_window; ///< A user interface beside it?
  float memory;    ///< Default in seconds, as in Network
} Description;

/// Expand the template `name` (without ".ttl.in") for this plugin.  False with
/// a message if it has a field that is not known.  [setup]
bool describe(const Description* description,
              FILE* out,
              const char* name,
              Error* error);

#endif
