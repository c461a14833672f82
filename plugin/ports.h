// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PORTS_H
#define EARMARK_PORTS_H

#include <lv2/atom/atom.h>
#include <lv2/urid/urid.h>

#include <stdbool.h>
#include <stdint.h>

#define PORTS_MAX_CHANNELS 2u

/**
   The ports that every plugin has, in the order of their indices.

   Before them come the audio inputs and then the audio outputs, behind them
   one output for every tag of the view.
*/
typedef enum {
  PORT_CONTROL, ///< Atom input
  PORT_NOTIFY,  ///< Atom output
  PORT_ENABLED,
  PORT_FREEWHEELING,
  PORT_MEMORY,
  PORT_SMOOTHING,
  PORT_THRESHOLD,
  PORT_HYSTERESIS,
  PORT_TOP_TAG,
  PORT_TOP_PROBABILITY,
  PORT_LOAD,
  PORT_DROPPED
} FixedPort;

#define N_FIXED_PORTS ((uint32_t)PORT_DROPPED + 1u)

/// A port as the host sees it; atom ports have no range
typedef struct {
  const char* symbol;
  float minimum;
  float normal; ///< Default
  float maximum;
} PortSpec;

/// The fixed ports.  Memory's default is the network's instead.
extern const PortSpec port_specs[N_FIXED_PORTS];

/// What the host connected; any pointer may be NULL
typedef struct {
  uint32_t n_channels;
  uint32_t n_tags;
  float normal_memory;
  const float* in[PORTS_MAX_CHANNELS];
  float* out[PORTS_MAX_CHANNELS];
  void* fixed[N_FIXED_PORTS];
  float** tags; ///< [n_tags]
} Ports;

/// False if memory is short; ports_clear() in any case
bool ports_init(Ports* ports,
                uint32_t n_channels,
                uint32_t n_tags,
                float normal_memory);

void ports_clear(Ports* ports);

/// Number of ports in all
uint32_t ports_count(uint32_t n_channels, uint32_t n_tags);

/// Index of a fixed port
uint32_t ports_index(uint32_t n_channels, FixedPort port);

/// Index of a tag's port
uint32_t ports_tag_index(uint32_t n_channels, uint32_t tag);

/// Connect a port; an index that is none is ignored.  Real-time safe, as is
/// all below.
void ports_connect(Ports* ports, uint32_t index, void* data);

/// Value of a control input: in its range, the default where there is none
float ports_get(const Ports* ports, FixedPort port);

/// Write a control output, in its range
void ports_set(const Ports* ports, FixedPort port, float value);

/// Copy the audio through, bit by bit; buffers may be shared in any way
void ports_pass_audio(const Ports* ports, uint32_t n_frames);

/// Leave an empty sequence in the atom output if one fits
void ports_notify_nothing(const Ports* ports, LV2_URID sequence);

#endif
