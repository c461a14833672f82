// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PORTS_H
#define EARMARK_PORTS_H

#include "base/realtime.h"
#include "model/network.h"
#include "model/port_symbols.h"

#include <lv2/atom/atom.h>
#include <lv2/urid/urid.h>

#include <stdbool.h>
#include <stdint.h>

#define PORTS_MAX_CHANNELS 2u
#define PORTS_MAPPINGS 4u ///< From tags to MIDI

/// Groups of tags that hidden_groups and pinned_groups tell apart: bits that a
/// float holds exactly
#define PORTS_MAX_GROUPS 24u
#define PORTS_ALL_GROUPS 16777215.0f ///< All of their bits

/// The ports of a mapping, in the order of their indices: MAPPING_FIELD_TAG
/// (number plus 1, or 0 for none), ..._KIND, ..._CHANNEL (1..16), ...; what the
/// others mean is at Rule in engine/rule.h
typedef enum {
#define PORT(name, symbol) MAPPING_FIELD_##name,
  MAPPING_PORTS(PORT)
#undef PORT
      N_MAPPING_FIELDS
} MappingField;

/**
   The ports that every plugin has, in the order of their indices: PORT_CONTROL
   (atom input), PORT_NOTIFY (atom output), PORT_ENABLED, ..., the mappings',
   PORT_TOP_TAG, ...

   Before them come the audio inputs and then the audio outputs, behind them
   one output for every tag of the view; then, where the plugin has them, one CV
   output for every mapping; then two for every group of the view that has a
   name, the tag that leads in it (number plus 1, or 0) and its probability; and
   then one for every scale.
*/
typedef enum {
#define PORT(name, symbol) PORT_##name,
  SETTING_PORTS(PORT) PORT_FIRST_MAPPING,
  PORT_LAST_MAPPING =
      PORT_FIRST_MAPPING + PORTS_MAPPINGS * N_MAPPING_FIELDS - 1,
  RESULT_PORTS(PORT)
#undef PORT
      N_FIXED_PORTS
} FixedPort;

/// A port as the host sees it; atom ports have no range
typedef struct {
  float minimum;
  float normal; ///< Default
  float maximum;
} PortSpec;

/// The fixed ports.  Memory's default is the network's instead.
extern const PortSpec port_specs[N_FIXED_PORTS];
extern const char* const port_symbols[N_FIXED_PORTS];

/// [any] The fixed port of that symbol; false if there is none
bool ports_find(const char* symbol, FixedPort* port);

/// How many ports there are of what differs
typedef struct {
  uint32_t n_channels;
  uint32_t n_tags;
  uint32_t n_cv;     ///< PORTS_MAPPINGS or 0
  uint32_t n_groups; ///< That have a name
  uint32_t n_scales;
} PortLayout;

/// What the host connected; any pointer may be NULL
typedef struct {
  PortLayout layout;
  uint32_t n_values;  ///< Tags and scales, the first of
  uint32_t n_sources; ///< what mappings may follow: engine/sources.h
  float normal_memory;
  const float* in[PORTS_MAX_CHANNELS];
  float* out[PORTS_MAX_CHANNELS];
  void* fixed[N_FIXED_PORTS];
  float** tags; ///< [n_tags]
  float* cv[PORTS_MAPPINGS];
  float** results; ///< [2 * n_groups + n_scales]: behind the CV outputs
  LV2_URID midi;   ///< midi:MidiEvent, or 0
  uint32_t room; ///< Bytes that the notify port's sequence may have; 0 if none
} Ports;

/// [any] The ports of a view's plugin
PortLayout ports_layout(const View* view, uint32_t n_channels, bool has_cv);

/// [any] Place in View.groups of the group that has the ports of this number
EARMARK_REALTIME uint32_t ports_group(const View* view, uint32_t number);

/// [setup] False if memory is short; ports_clear() in any case
bool ports_init(Ports* ports, const PortLayout* layout, float normal_memory);

/// [setup]
void ports_clear(Ports* ports);

/// [any] Number of ports in all
EARMARK_REALTIME uint32_t ports_count(const PortLayout* layout);

/// [any] Index of a fixed port
EARMARK_REALTIME uint32_t ports_index(uint32_t n_channels, FixedPort port);

/// [any] Index of a tag's port
EARMARK_REALTIME uint32_t ports_tag_index(uint32_t n_channels, uint32_t tag);

/// [any] Index of a mapping's CV output
EARMARK_REALTIME uint32_t ports_cv_index(const PortLayout* layout,
                                         uint32_t mapping);

/// [any] Index of the port of a group's leader, by the group's number among
/// those with ports; the probability's is the next
EARMARK_REALTIME uint32_t ports_group_index(const PortLayout* layout,
                                            uint32_t number);

/// [any] Index of a scale's port
EARMARK_REALTIME uint32_t ports_scale_index(const PortLayout* layout,
                                            uint32_t scale);

/// Connect a port; an index that is none is ignored.  [audio], as all below.
EARMARK_REALTIME void ports_connect(Ports* ports, uint32_t index, void* data);

/// The port of a mapping's field
EARMARK_REALTIME FixedPort ports_mapping(uint32_t mapping, MappingField field);

/// Value of a control input: in its range, the default where there is none
EARMARK_REALTIME float ports_get(const Ports* ports, FixedPort port);

/// Write a control output, in its range
EARMARK_REALTIME void
ports_set(const Ports* ports, FixedPort port, float value);

/// Copy the audio of some frames through, bit by bit; buffers may be shared in
/// any way
EARMARK_REALTIME void
ports_pass_audio(const Ports* ports, uint32_t begin, uint32_t end);

/// Begin a block: leave an empty sequence in the atom output if one fits
EARMARK_REALTIME void ports_begin_notify(Ports* ports, LV2_URID sequence);

/// Can MIDI be said at all?
EARMARK_REALTIME bool ports_notifies(const Ports* ports);

/// Is there room for a MIDI message in the atom output?
EARMARK_REALTIME bool ports_can_notify(const Ports* ports);

/// Add a MIDI message of three bytes at a frame of the block, no earlier than
/// the one before; nothing happens if there is no room
EARMARK_REALTIME void
ports_notify(Ports* ports, uint32_t frame, const uint8_t* message);

#endif
