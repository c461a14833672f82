// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_SUBJECT_H
#define EARMARK_SUBJECT_H

#include "plugin/ports.h"
#include "ttl/describe.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/// What a template stands for: the plugin, and one tag, mapping, source, group
/// or scale of it
typedef struct {
  const Description* plugin;
  uint32_t tag;
  uint32_t mapping;
  uint32_t source; ///< As in engine/sources.h
  uint32_t group;  ///< Among those with ports
  uint32_t scale;
} Subject;

/// Write what {{key}} says of the subject; false if it says nothing.  [setup]
bool subject_write(const Subject* subject, FILE* out, const char* key);

/// Place in View.groups of the subject's group.  [any]
uint32_t subject_group(const Subject* subject);

/// The ports of the subject's plugin.  [any]
PortLayout subject_layout(const Subject* subject);

#endif
