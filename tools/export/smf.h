// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_SMF_H
#define EARMARK_SMF_H

#include <stdbool.h>
#include <stdint.h>

/**
   A Standard MIDI File of one track (format 0), kept in memory.

   The specification is the MIDI Association's "Standard MIDI Files 1.0".
*/
typedef struct Smf Smf;

/// `bpm` quarter notes a minute, 4 to 6e7; `name` becomes the track's.  NULL if
/// memory is short.
Smf* smf_new(double bpm, const char* name);

void smf_free(Smf* smf);

/// A message of three bytes at `time` seconds; times never fall.  False if
/// memory is short.
bool smf_add(Smf* smf, double time, const uint8_t* message);

/// Write the file, which lasts until `end` seconds; false if that fails
bool smf_write(Smf* smf, double end, const char* path);

#endif
