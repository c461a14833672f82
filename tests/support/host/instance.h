// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_INSTANCE_H
#define EARMARK_INSTANCE_H

#include "tests/support/host/host_worker.h"
#include "tests/support/host/plugin_host.h"

#include <lilv/lilv.h>
#include <lv2/atom/atom.h>
#include <lv2/core/lv2.h>

#include <stdbool.h>
#include <stdint.h>

#define HOST_MAX_BLOCK 8192u
#define HOST_ATOM_SIZE 1024u

/// One plugin with a buffer at each port
typedef struct {
  const LilvPlugin* plugin;
  const LV2_Descriptor* descriptor;
  LV2_Handle handle;
  uint32_t n_ports;
  uint32_t n_channels;
  uint32_t n_tags;
  float* in[2];    ///< [HOST_MAX_BLOCK]
  float* out[2];   ///< [HOST_MAX_BLOCK]
  float* cv[4];    ///< [HOST_MAX_BLOCK], where the plugin has them
  float* controls; ///< [n_ports], where the port is a control
  bool* is_output; ///< [n_ports], for controls
  LV2_Atom_Sequence* control;
  LV2_Atom_Sequence* notify; ///< HOST_ATOM_SIZE bytes of body
  HostWorker worker;
  bool active;
} Instance;

/// Which features an instance gets
typedef enum {
  FEATURES_NULL,  ///< Not even a list
  FEATURES_EMPTY, ///< An empty list
  FEATURES_PLAIN, ///< map, log, a mixer strip, and some with NULL URI or data
  FEATURES_WORKER ///< The same and worker:schedule
} FeatureSet;

/// Instantiate and connect all ports, controls at their defaults; NULL if the
/// plugin refuses.  `bundle` NULL is the true one.
Instance* instance_new(PluginHost* host,
                       const char* uri,
                       double rate,
                       FeatureSet features,
                       const char* bundle);

void instance_free(Instance* instance);

void instance_activate(Instance* instance);
void instance_deactivate(Instance* instance);

/// Run a block of at most HOST_MAX_BLOCK frames
void instance_run(Instance* instance, uint32_t n_frames);

/// Index of the port of that symbol; asserts that it exists
uint32_t instance_port(const Instance* instance, const char* symbol);

/// Number plus 1 of the tag of that symbol, as mappings have it
float instance_tag(const Instance* instance, const char* symbol);

/// Value of the control port of that symbol
float* instance_control(Instance* instance, const char* symbol);

#endif
