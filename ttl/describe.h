// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_DESCRIBE_H
#define EARMARK_DESCRIBE_H

#include "base/error.h"
#include "model/network.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/// A plugin to describe
typedef struct {
  const char* prefix; ///< Of the URI
  const char* name;   ///< The rest of the URI, and the file's name
  const char* title;  ///< For people
  const View* view;
  uint32_t n_channels;
  bool has_cv;     ///< CV outputs of the mappings?
  bool has_window; ///< A user interface beside it?
  float memory;    ///< Default in seconds
} Description;

/// False with a message if a tag has the symbol of another port.  (The loader
/// has checked everything else about names and symbols.)
bool describe_check(const Description* description, Error* error);

/// Expand the template `name` (without ".ttl.in") for this plugin
bool describe(const Description* description,
              FILE* out,
              const char* name,
              Error* error);

#endif
