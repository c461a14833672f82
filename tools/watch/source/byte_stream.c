// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/source/byte_stream.h"

#include <libavutil/error.h>
#include <libavutil/mem.h>
#include <libavutil/opt.h>
#include <string.h>
#include <strings.h>

#define BUFFER 4096 /* Bytes between us and libav */

/// A page with words in it is no audio, whatever the demuxers guess
static bool
is_page(AVIOContext* io)
{
  uint8_t* type = NULL;
  const bool is_known =
      av_opt_get(io, "mime_type", AV_OPT_SEARCH_CHILDREN, &type) >= 0 && type;
  const bool is = is_known && !strncasecmp((const char*)type, "text/html", 9);
  av_free(type);
  return is;
}

static void
close_links(ByteStream* stream)
{
  if (stream->links) {
    av_freep(&stream->links->buffer);
    avio_context_free(&stream->links);
  }
}

/// Each link is read like a file of its own, from 0 on
static bool
open_link(ByteStream* stream)
{
  close_links(stream);
  uint8_t* const buffer = (uint8_t*)av_malloc(BUFFER);
  stream->links = buffer ? avio_alloc_context(buffer, BUFFER, 0, &stream->chain,
                                              ogg_chain_read, NULL, NULL)
                         : NULL;
  if (!stream->links) {
    av_free(buffer);
  }
  return stream->links;
}

void
byte_stream_close(ByteStream* stream)
{
  close_links(stream);
  avio_closep(&stream->io);
}

/// Look at what comes first, without taking it
static int
look(ByteStream* stream)
{
  static const uint8_t ogg[4] = {'O', 'g', 'g', 'S'};
  uint8_t head[sizeof(ogg)];
  const int n = avio_read(stream->io, head, sizeof(head));
  if (n <= 0) {
    return n < 0 && n != AVERROR_EOF ? n : AVERROR_INVALIDDATA;
  }
  const int64_t begin = avio_seek(stream->io, 0, SEEK_SET); // In its buffer
  if (begin < 0) {
    return (int)begin;
  }
  if (n < (int)sizeof(ogg) || memcmp(head, ogg, sizeof(ogg)) != 0) {
    return 0;
  }
  ogg_chain_init(&stream->chain, stream->io, true);
  return open_link(stream) ? 0 : AVERROR(ENOMEM);
}

int
byte_stream_open(ByteStream* stream,
                 const char* url,
                 const AVIOInterruptCB* interrupt,
                 AVDictionary** options)
{
  const int code =
      avio_open2(&stream->io, url, AVIO_FLAG_READ, interrupt, options);
  if (code < 0) {
    return code;
  }
  return is_page(stream->io) ? AVERROR_INVALIDDATA : look(stream);
}

AVIOContext*
byte_stream_io(const ByteStream* stream)
{
  return stream->links ? stream->links : stream->io;
}

bool
byte_stream_has_length(const ByteStream* stream)
{
  return stream->io && avio_size(stream->io) > 0;
}

bool
byte_stream_next_link(ByteStream* stream)
{
  return stream->links && ogg_chain_next(&stream->chain) && open_link(stream);
}

bool
byte_stream_icy_title(const ByteStream* stream,
                      const char* charset,
                      StreamTitle* title)
{
  uint8_t* packet = NULL;
  if (!stream->io || stream->links ||
      av_opt_get(stream->io, "icy_metadata_packet", AV_OPT_SEARCH_CHILDREN,
                 &packet) < 0) {
    return false;
  }
  const bool is_icy =
      packet && stream_title_from_icy((const char*)packet, charset, title);
  av_free(packet);
  return is_icy;
}
