// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_DAMAGE_H
#define EARMARK_DAMAGE_H

#include "tools/audio/container.h"

#include <stdbool.h>
#include <stdint.h>

/// An account of packets that could not be decoded; all zeros at the start.  It
/// does not count what is no sound in files without packets of their own, such
/// as MP3: there, tags and padding come as packets, too.
typedef struct {
  uint32_t n_broken; ///< That sound is missing of
  double lost;       ///< Seconds in them

  uint32_t n_waiting; ///< Since the last frame: damage only if sound follows
  double waiting;     ///< Seconds in them
  bool is_tag;        ///< They belong to a tag or to padding
  bool is_cut;        ///< One of them begins as a frame does
  bool has_sound;     ///< There was a frame
  int largest;        ///< Bytes of the largest packet that gave one
} Damage;

/// `packet` could not be decoded; it should have been so many seconds.
/// `is_rest`: its beginning could.
void damage_add(Damage* damage,
                const Container* container,
                const AVPacket* packet,
                bool is_rest,
                double seconds);

/// So many frames of so many seconds are lost between others
void damage_lose(Damage* damage, uint32_t n, double seconds);

/// What waits is lost: a frame was decoded behind it.  Returns its seconds.
double damage_end(Damage* damage);

/// Whether the file, which has ended, does so within a frame
bool damage_is_cut(const Damage* damage, const Container* container);

#endif
