// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_SMF_H
#define EARMARK_SMF_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/**
   A Standard MIDI File of one track (format 0), kept in memory.

   The specification is the MIDI Association's "Standard MIDI Files 1.0".  A
   quarter note has 960 ticks, or, in long files, half of that, or a quarter...:
   so many that all times fit into 28 bits, which every reader takes.
*/
typedef struct Smf Smf;

/// `bpm` quarter notes a minute, 4 to 6e7; `name` becomes the track's and must
/// outlive it.  NULL if memory is short.
Smf* smf_new(double bpm, const char* name);

void smf_free(Smf* smf);

/// A message of three bytes at `time` seconds; times never fall.  False if
/// memory is short.
bool smf_add(Smf* smf, double time, const uint8_t* message);

/// Write the file, which lasts until `end` seconds.  False with a message if it
/// is too long for its tempo, so that messages would fall together, or memory
/// is short; ferror(file) tells if it could not be written.
bool smf_write(const Smf* smf, double end, FILE* file, Error* error);

#endif
