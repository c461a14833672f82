// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TESTS_PLUGIN_HOST_H
#define EARMARK_TESTS_PLUGIN_HOST_H

#include "plugin/lv2_inline_display.h"

#include <lilv/lilv.h>
#include <lv2/atom/atom.h>
#include <lv2/core/lv2.h>
#include <lv2/worker/worker.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define HOST_MAX_BLOCK 8192u
#define HOST_ATOM_SIZE 1024u

/// A small host that knows the bundle just built, and only that
typedef struct {
  LilvWorld* world;
  const LilvPlugins* plugins;
  char bundle[4100]; ///< Folder, ending in a slash
  void* library;
  LV2_Descriptor_Function get_descriptor;
  char log[1024]; ///< The newest message from a plugin
  InlineQueue queue;
  uint32_t n_queued; ///< Pictures for the mixer strip that were asked for
} PluginHost;

/// What the host's schedule_work() does
typedef enum {
  WORKER_THREADED, ///< Another thread calls work()
  WORKER_INLINE,   ///< It calls work() and work_response() itself
  WORKER_FAILING,  ///< It says that there is no room
  WORKER_LOSING    ///< It takes the message and forgets it
} WorkerMode;

/// The host's side of worker:schedule.  No system call in schedule_work().
typedef struct {
  LV2_Worker_Schedule schedule;
  const LV2_Worker_Interface* interface;
  LV2_Handle handle;
  _Atomic WorkerMode mode;
  atomic_uint scheduled; ///< Calls of schedule_work()
  atomic_uint queued;    ///< Messages for the thread
  atomic_bool stop;
  atomic_uint largest; ///< Largest message in bytes
  pthread_t thread;
  bool running;
} HostWorker;

/// One plugin with a buffer at each port
typedef struct {
  const LilvPlugin* plugin;
  const LV2_Descriptor* descriptor;
  LV2_Handle handle;
  uint32_t n_ports;
  uint32_t n_channels;
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

PluginHost* host_new(void);
void host_free(PluginHost* host);

const LilvPlugin* host_plugin(const PluginHost* host, const char* uri);

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
