// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_MAPPINGS_H
#define EARMARK_MAPPINGS_H

#include "base/realtime.h"
#include "engine/automation.h"
#include "plugin/ports.h"

/// The mappings' ports as the engine's automation takes them
typedef struct {
  AutomationRule rules[PORTS_MAPPINGS];
  AutomationIo io;
} Mappings;

/// Read the rules as they are set, and where their messages and levels go.
/// [audio] Good until a port changes; `ports` must outlive it.
EARMARK_REALTIME void mappings_read(Mappings* mappings, Ports* ports);

#endif
