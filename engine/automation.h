// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_AUTOMATION_H
#define EARMARK_AUTOMATION_H

#include "engine/rule.h"
#include "plugin/ports.h"

#include <stdint.h>

/// One of the plugin's mappings, as its ports are set
typedef struct {
  uint32_t tag; ///< Number plus 1, or 0 for none
  MappingRule rule;
  Mapping mapping;
  float level;     ///< At the CV output
  float increment; ///< Of the level, a sample
} AutomationSlot;

/**
   From tags to MIDI events at the notify port, and to levels at the CV ports:
   all mappings, MAPPING_RATE times a second of the audio, whatever the blocks.
   Between these times a controller's level moves in a straight line.

   Real-time safe; used by one thread.
*/
typedef struct {
  double rate;
  uint64_t time;    ///< Samples since the start
  uint64_t n_steps; ///< Of the mappings since the start
  AutomationSlot slots[PORTS_MAPPINGS];
} Automation;

/// Begin with no past
void automation_reset(Automation* automation, double rate);

/**
   Let `n` samples pass, in which the tags are values[n_tags].

   `offset` is where these samples begin in the block.  What finds no room in
   the port is said later.
*/
void automation_run(Automation* automation,
                    Ports* ports,
                    const float* values,
                    uint32_t offset,
                    uint32_t n);

#endif
