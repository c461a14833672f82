// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PROCESS_H
#define EARMARK_PROCESS_H

#include "base/realtime.h"
#include "engine/outputs.h"
#include "engine/sources.h"
#include "engine/tagger.h"
#include "plugin/inline_display.h"
#include "plugin/mappings.h"
#include "plugin/ports.h"
#include "plugin/worker.h"

#include <lv2/urid/urid.h>

#include <stdbool.h>
#include <stdint.h>

/// Everything that the audio thread touches.  `worker` and the display's tags
/// it shares with other threads; their headers say how.
typedef struct {
  Ports ports;
  const View* view;
  Tagger* tagger;
  Worker* worker;
  Outputs* outputs;
  Sources* sources;
  Automation* automation;
  InlineDisplay display;
  double rate;       ///< Hz
  LV2_URID sequence; ///< atom:Sequence, or 0 in a host that maps no URIs
  uint32_t slice;    ///< Samples handled at a time, so that no update is missed
  bool is_reset;     ///< The engine has had no audio since it was reset
} Process;

/// [audio] What the plugin does with a block
EARMARK_REALTIME void process_run(Process* process, uint32_t n_frames);

#endif
