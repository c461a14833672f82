// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/source/ogg_chain.h"

#include <libavutil/error.h>
#include <string.h>

#define FLAGS 5u       /* Place of a page's flags */
#define FLAG_FIRST 2u  /* It is the first of a logical stream */
#define TABLE_SIZE 26u /* Place of the table's length */

void
ogg_chain_init(OggChain* chain, AVIOContext* io, bool is_ogg)
{
  *chain = (OggChain){.io = io, .is_ogg = is_ogg};
}

/// Read all of `size` bytes; returns what there were
static uint32_t
read_all(AVIOContext* io, uint8_t* buffer, uint32_t size)
{
  const int n = avio_read(io, buffer, (int)size);
  return n > 0 ? (uint32_t)n : 0u;
}

/// Read the next page's header and table.  Whatever is no page is passed on as
/// it is, and so is all behind it.
static void
read_header(OggChain* chain)
{
  chain->n_given = 0;
  chain->n_body = 0;
  chain->n_header = read_all(chain->io, chain->header, OGG_CHAIN_HEADER);
  if (chain->n_header < OGG_CHAIN_HEADER ||
      memcmp(chain->header, "OggS", 4) != 0) {
    chain->is_ogg = false;
    return;
  }
  const uint32_t n_table = chain->header[TABLE_SIZE];
  uint8_t* const table = chain->header + OGG_CHAIN_HEADER;
  const uint32_t n = read_all(chain->io, table, n_table);
  chain->n_header += n;
  for (uint32_t i = 0; i < n; ++i) {
    chain->n_body += table[i];
  }
  const bool is_first = chain->header[FLAGS] & FLAG_FIRST;
  chain->is_boundary = is_first && chain->has_content;
  chain->has_content = chain->has_content || !is_first;
}

int
ogg_chain_read(void* opaque, uint8_t* buffer, int size)
{
  OggChain* const chain = (OggChain*)opaque;
  if (chain->is_ogg && chain->n_given == chain->n_header && !chain->n_body) {
    read_header(chain);
  }
  if (chain->is_boundary) {
    return AVERROR_EOF;
  }
  const uint32_t room = size > 0 ? (uint32_t)size : 0u;
  const uint32_t waiting = chain->n_header - chain->n_given;
  if (waiting) {
    const uint32_t n = waiting < room ? waiting : room;
    memcpy(buffer, chain->header + chain->n_given, n);
    chain->n_given += n;
    return (int)n;
  }
  const uint32_t n =
      chain->is_ogg && chain->n_body < room ? chain->n_body : room;
  const int code = avio_read_partial(chain->io, buffer, (int)n);
  if (chain->is_ogg && code > 0) {
    chain->n_body -= (uint32_t)code;
  }
  return code ? code : AVERROR_EOF;
}

bool
ogg_chain_next(OggChain* chain)
{
  const bool has_next = chain->is_boundary;
  chain->is_boundary = false;
  chain->has_content = false;
  return has_next;
}
