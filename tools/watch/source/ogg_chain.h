// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_OGG_CHAIN_H
#define EARMARK_OGG_CHAIN_H

#include <libavformat/avio.h>
#include <stdbool.h>
#include <stdint.h>

#define OGG_CHAIN_HEADER 27u /* Bytes of a page before its table */
#define OGG_CHAIN_TABLE 255u /* At most, of the table */

/**
   The links of a chained Ogg stream, each by itself.

   Icecast sends a new link for each title.  libavformat reads on over their
   ends, but takes titles, rates and channels of some codecs from the first link
   only; so here each link ends like a file, and the next is opened anew.

   A stream that is not Ogg, or no more after damage, is one link.
*/
typedef struct {
  AVIOContext* io;   ///< Where the bytes come from; not owned
  bool is_ogg;       ///< Pages follow
  bool is_boundary;  ///< The page that waits begins another link
  bool has_content;  ///< Of this link: a page that begins no stream
  uint32_t n_header; ///< Bytes of the page's header and table that are there
  uint32_t n_given;  ///< Of those, how many were given out
  uint32_t n_body;   ///< Bytes of the page's body to come
  uint8_t header[OGG_CHAIN_HEADER + OGG_CHAIN_TABLE];
} OggChain;

/// `io` is at its beginning, and has been found to be Ogg or not
void ogg_chain_init(OggChain* chain, AVIOContext* io, bool is_ogg);

/// As avio's read_packet, with an OggChain as `opaque`: AVERROR_EOF at the end
/// of a link, too
int ogg_chain_read(void* opaque, uint8_t* buffer, int size);

/// After the end of a link: go on with the next.  False if there is none.
bool ogg_chain_next(OggChain* chain);

#endif
