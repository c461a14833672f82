// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_UI_CATALOG_H
#define EARMARK_UI_CATALOG_H

#include <stdbool.h>
#include <stdint.h>

#define CATALOG_NONE UINT32_MAX
#define CATALOG_MAX_GROUPS 24u /* Bits that a port's float holds exactly */

/// A control port
typedef struct {
  char* symbol; ///< NULL if the port of this index is no control
  char* name;
  float normal; ///< Default
} CatalogPort;

typedef struct {
  uint32_t port;
  uint32_t group;
  bool ranked; ///< May it be the top tag?
} CatalogTag;

/**
   What the bundle's Turtle says of a plugin's ports.

   It is all that the window knows of the network: another network's plugins
   have the same window.
*/
typedef struct {
  char* title;
  uint32_t n_ports;
  CatalogPort* ports; ///< [n_ports]
  uint32_t n_tags;
  CatalogTag* tags; ///< [n_tags], in the order of their ports
  uint32_t n_groups;
  char* groups[CATALOG_MAX_GROUPS];
} Catalog;

/// Read what is in a bundle; NULL if there is no such plugin
Catalog* catalog_read(const char* bundle_path, const char* plugin_uri);

void catalog_free(Catalog* catalog);

/// Index of the port of that symbol, or CATALOG_NONE
uint32_t catalog_find(const Catalog* catalog, const char* symbol);

const char* catalog_tag_name(const Catalog* catalog, uint32_t tag);

#endif
