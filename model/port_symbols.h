// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PORT_SYMBOLS_H
#define EARMARK_PORT_SYMBOLS_H

/*
  The symbols of the ports that plugins have whatever the network, each once:
  plugin/ports.h makes its enumerations of them, ttl/ the Turtle, and symbol.h
  keeps tags from taking them.  Sessions and presets refer to them: they stay.

  X(NAME, "symbol") for each, in the order of their indices.
*/

/// Audio ports: inputs, then outputs
#define AUDIO_PORTS_MONO(X)                                                    \
  X(IN, "in")                                                                  \
  X(OUT, "out")

#define AUDIO_PORTS_STEREO(X)                                                  \
  X(IN_LEFT, "in_left")                                                        \
  X(IN_RIGHT, "in_right")                                                      \
  X(OUT_LEFT, "out_left")                                                      \
  X(OUT_RIGHT, "out_right")

/// Ports before the mappings
#define SETTING_PORTS(X)                                                       \
  X(CONTROL, "control")                                                        \
  X(NOTIFY, "notify")                                                          \
  X(ENABLED, "enabled")                                                        \
  X(FREEWHEELING, "freewheeling")                                              \
  X(MEMORY, "memory")                                                          \
  X(SMOOTHING, "smoothing")                                                    \
  X(THRESHOLD, "threshold")                                                    \
  X(HYSTERESIS, "hysteresis")                                                  \
  X(HIDDEN_GROUPS, "hidden_groups")                                            \
  X(PINNED_GROUPS, "pinned_groups")

/// Ports of a mapping from a tag to MIDI: "map1_tag", ...
#define MAPPING_PORT_PREFIX "map"
#define MAPPING_PORTS(X)                                                       \
  X(TAG, "tag")                                                                \
  X(KIND, "kind")                                                              \
  X(CHANNEL, "channel")                                                        \
  X(NUMBER, "number")                                                          \
  X(LOW, "low")                                                                \
  X(HIGH, "high")                                                              \
  X(FROM, "from")                                                              \
  X(TO, "to")                                                                  \
  X(CURVE, "curve")                                                            \
  X(SMOOTHING, "smoothing")

/// Ports behind the mappings
#define RESULT_PORTS(X)                                                        \
  X(TOP_TAG, "top_tag")                                                        \
  X(TOP_PROBABILITY, "top_probability")                                        \
  X(LOAD, "load")                                                              \
  X(DROPPED, "dropped")

/// CV outputs of the mappings: "cv1", ...
#define CV_PORT_PREFIX "cv"

#endif
