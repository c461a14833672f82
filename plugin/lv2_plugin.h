// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LV2_PLUGIN_H
#define EARMARK_LV2_PLUGIN_H

#include "base/realtime.h"
#include "model/symbol.h"
#include "plugin/variant.h"

#include <lv2/core/lv2.h>

#include <stdint.h>

/// What a plugin's URI stands for
typedef struct {
  LV2_Descriptor lv2; ///< First: it is all that hosts see
  Variant variant;
  char view[SYMBOL_SIZE]; ///< Name of its view; "" for the first
} PluginDescriptor;

/// The functions of all plugins; `descriptor` is that of a PluginDescriptor.
/// connect_port and run [audio], extension_data [any], the rest [setup].
LV2_Handle plugin_instantiate(const LV2_Descriptor* descriptor,
                              double rate,
                              const char* bundle_path,
                              const LV2_Feature* const* features);
EARMARK_REALTIME void
plugin_connect_port(LV2_Handle instance, uint32_t index, void* data);
void plugin_activate(LV2_Handle instance);
EARMARK_REALTIME void plugin_run(LV2_Handle instance, uint32_t n_frames);
void plugin_deactivate(LV2_Handle instance);
void plugin_cleanup(LV2_Handle instance);
const void* plugin_extension_data(const char* uri);

#endif
