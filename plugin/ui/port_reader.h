// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PORT_READER_H
#define EARMARK_PORT_READER_H

#include <lilv/lilv.h>

#include <stdbool.h>

/// What ports say of themselves
typedef enum {
  TERM_CONTROL, ///< A class
  TERM_THRESHOLD,
  TERM_GROUP,
  TERM_CHOICE,
  TERM_COLOUR,
  TERM_SCALE,
  TERM_COMMENT,
  N_TERMS
} Term;

/// A bundle's Turtle while it is read.  [GUI]
typedef struct {
  LilvWorld* world;
  const LilvPlugin* plugin; ///< NULL if there is none
  LilvNode* terms[N_TERMS];
} PortReader;

/// Read the plugin of that URI from a bundle
void port_reader_open(PortReader* reader,
                      const char* bundle_path,
                      const char* plugin_uri);

void port_reader_close(PortReader* reader);

/// A text that a port says, to be freed; NULL if it says nothing
char*
port_reader_text(const PortReader* reader, const LilvPort* port, Term term);

#endif
