// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/metadata/packet_digest.h"

#include "tools/audio/container.h"

#include <libavutil/mem.h>
#include <libavutil/sha.h>

/// All packets of a file that is open; false if memory is short
static bool
add_packets(AVFormatContext* format, struct AVSHA* sha)
{
  AVPacket* const packet = av_packet_alloc();
  while (packet && av_read_frame(format, packet) >= 0) {
    const AVStream* const stream = format->streams[packet->stream_index];
    if (!(stream->disposition & AV_DISPOSITION_ATTACHED_PIC)) {
      const int32_t head[2] = {packet->stream_index, packet->size};
      av_sha_update(sha, (const uint8_t*)head, sizeof(head));
      av_sha_update(sha, packet->data, (size_t)packet->size);
    }
    av_packet_unref(packet);
  }
  const bool good = packet;
  AVPacket* mine = packet;
  av_packet_free(&mine);
  return good;
}

bool
packet_digest(const char* path,
              uint8_t digest[PACKET_DIGEST_SIZE],
              Error* error)
{
  Container container;
  struct AVSHA* const sha = av_sha_alloc();
  bool good = container_open(&container, path, 0, error);
  if (good) {
    good = sha && !av_sha_init(sha, 256) && add_packets(container.format, sha);
    if (good) {
      av_sha_final(sha, digest);
    } else {
      error_set(error, ERROR_NO_MEMORY);
    }
  }
  container_close(&container);
  av_free(sha);
  return good;
}
