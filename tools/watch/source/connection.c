// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/source/connection.h"

#include "tools/watch/source/address.h"
#include "tools/watch/source/byte_stream.h"
#include "tools/watch/source/capture_device.h"

#include <libavutil/avstring.h>
#include <libavutil/mem.h>
#include <stdlib.h>
#include <string.h>

#define PROBE_BYTES 1000000     /* Of which a stream must be recognised */
#define PROBE_TIME AV_TIME_BASE /* Of it: its first frames say what it is */
#define FILES "file,pipe"
#define SESSIONS FILES ",udp,rtp,crypto"
#define NETWORK                                                                \
  "http,https,httpproxy,tls,tcp,udp,rtp,rtsp,rtmp,rtmps,rtmpt,srt,rist,"       \
  "crypto,mmsh,mmst,icecast"

struct Connection {
  const ConnectionSettings* settings;
  Deadline deadline;
  ByteStream bytes;
  StreamDecoder* decoder;
  StreamTitle title;
  bool has_title; ///< That nobody has asked for
  bool is_paced;
  bool has_sounded;
};

void
connection_close(Connection* connection)
{
  if (connection) {
    stream_decoder_free(connection->decoder);
    byte_stream_close(&connection->bytes);
    free(connection);
  }
}

static AVDictionary*
make_options(const ConnectionSettings* settings)
{
  static const char* const protocols[] = {
      [ADDRESS_INPUT] = FILES,      [ADDRESS_FILE] = FILES,
      [ADDRESS_SESSION] = SESSIONS, [ADDRESS_DEVICE] = FILES,
      [ADDRESS_NETWORK] = NETWORK,
  };
  const AddressKind kind = address_kind(settings->address);
  AVDictionary* options = NULL;
  av_dict_set(&options, "protocol_whitelist", protocols[kind], 0);
  if (kind == ADDRESS_NETWORK) {
    av_dict_set(&options, "user_agent", "Earmark/" EARMARK_VERSION, 0);
    av_dict_set_int(&options, "tls_verify", !settings->trusts_all, 0);
    av_dict_set_int(&options, "rw_timeout", (int64_t)(settings->patience * 1e6),
                    0);
  }
  return options;
}

/// What libav calls it; to be freed
static char*
make_url(const char* address)
{
  switch (address_kind(address)) {
  case ADDRESS_INPUT:
    return av_strdup("pipe:0");
  case ADDRESS_FILE:
  case ADDRESS_SESSION:
    return strncmp(address, "file:", 5) ? av_asprintf("file:%s", address)
                                        : av_strdup(address);
  case ADDRESS_DEVICE:
    return av_strdup(capture_device_name(address));
  case ADDRESS_NETWORK:
    break;
  }
  return av_strdup(address);
}

/// Does the demuxer open it by itself?
static bool
has_no_bytes(const char* address)
{
  const AddressKind kind = address_kind(address);
  return kind == ADDRESS_SESSION || kind == ADDRESS_DEVICE ||
         !strncmp(address, "rtsp:", 5) || !strncmp(address, "rtp:", 4);
}

/// Open the container of a link
static int
open_decoder(Connection* connection, const char* url, AVDictionary** options)
{
  AVFormatContext* format = avformat_alloc_context();
  if (!format) {
    return AVERROR(ENOMEM);
  }
  format->interrupt_callback = deadline_interrupt(&connection->deadline);
  format->pb = byte_stream_io(&connection->bytes);
  format->probesize = PROBE_BYTES;
  format->max_analyze_duration = PROBE_TIME;
  const char* const address = connection->settings->address;
  const AVInputFormat* const device = capture_device_format(address);
  int code = avformat_open_input(&format, url, device, options);
  if (code < 0) {
    return code;
  }
  const char* const name = format->iformat->name;
  connection->is_paced = address_kind(address) < ADDRESS_SESSION ||
                         byte_stream_has_length(&connection->bytes) ||
                         !strcmp(name, "hls") || !strcmp(name, "dash");
  connection->decoder = stream_decoder_new(format, connection->settings->track,
                                           connection->settings->tap, &code);
  return code;
}

static int
open_all(Connection* connection)
{
  const char* const address = connection->settings->address;
  AVDictionary* options = make_options(connection->settings);
  AVDictionary* demuxer_options = NULL;
  char* const url = make_url(address);
  int code = av_dict_copy(&demuxer_options, options, 0);
  deadline_set(&connection->deadline, connection->settings->patience);
  if (!url || code < 0) {
    code = AVERROR(ENOMEM);
  } else if (!has_no_bytes(address)) {
    const AVIOInterruptCB interrupt = deadline_interrupt(&connection->deadline);
    code = byte_stream_open(&connection->bytes, url, &interrupt, &options);
  }
  if (code >= 0) {
    code = open_decoder(connection, url, &demuxer_options);
  }
  av_dict_free(&demuxer_options);
  av_dict_free(&options);
  av_free(url);
  return code;
}

/// Why it does not go on; what runs out of time may have other codes
static SourceReason
explain(const Connection* connection, int code, SourceReason late)
{
  const bool is_end = code == AVERROR_EOF || code == AVERROR(EIO);
  if (atomic_load(connection->deadline.stop)) { // Nobody wants to know
    return SOURCE_REASON_NONE;
  }
  if (deadline_is_over(&connection->deadline)) {
    return late;
  }
  if (is_end && connection->has_sounded) { // Also of HTTP without a length
    return SOURCE_REASON_ENDED;
  }
  if (is_end && connection->bytes.io) {
    return SOURCE_REASON_NOT_AUDIO;
  }
  return source_reason_of(code, connection->settings->address);
}

Connection*
connection_open(const ConnectionSettings* settings,
                const atomic_bool* stop,
                SourceReason* reason)
{
  Connection* const connection = (Connection*)calloc(1, sizeof(Connection));
  *reason = SOURCE_REASON_SYSTEM;
  if (!connection) {
    return NULL;
  }
  connection->settings = settings;
  connection->deadline.stop = stop;
  const int code = open_all(connection);
  if (code < 0) {
    *reason = explain(connection, code, SOURCE_REASON_NO_ANSWER);
    connection_close(connection);
    return NULL;
  }
  *reason = SOURCE_REASON_NONE;
  return connection;
}

/// After the end of a link: the next one
static int
open_next_link(Connection* connection)
{
  stream_decoder_free(connection->decoder);
  connection->decoder = NULL;
  if (!byte_stream_next_link(&connection->bytes)) {
    return AVERROR_EOF;
  }
  deadline_set(&connection->deadline, connection->settings->patience);
  return open_decoder(connection, "", NULL);
}

static void
look_for_title(Connection* connection)
{
  const char* const charset = connection->settings->charset;
  if (!stream_decoder_has_news(connection->decoder)) {
    return;
  }
  StreamTitle title = {""};
  if (!byte_stream_icy_title(&connection->bytes, charset, &title)) {
    title = stream_decoder_title(connection->decoder, charset);
  }
  if (strcmp(title.text, connection->title.text) != 0) {
    connection->title = title;
    connection->has_title = true;
  }
}

bool
connection_read(Connection* connection, Samples* samples, SourceReason* reason)
{
  for (;;) {
    int code = stream_decoder_next(connection->decoder, &connection->deadline,
                                   connection->settings->patience, samples);
    if (code >= 0) {
      look_for_title(connection);
      connection->has_sounded = true;
      return true;
    }
    if (code == AVERROR_EOF) {
      code = open_next_link(connection);
    }
    if (code < 0) {
      *reason = explain(connection, code, SOURCE_REASON_STALLED);
      return false;
    }
  }
}

bool
connection_title(Connection* connection, StreamTitle* title)
{
  const bool has_title = connection->has_title;
  *title = connection->title;
  connection->has_title = false;
  return has_title;
}

bool
connection_is_paced(const Connection* connection)
{
  return connection->is_paced;
}
