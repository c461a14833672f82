// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/source/source_reason.h"

#include <libavformat/avformat.h>
#include <netdb.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

#define MAX_HOST 512

static const struct {
  const char* name;
  const char* text;
} reasons[SOURCE_N_REASONS] = {
    [SOURCE_REASON_NONE] = {"", ""},
    [SOURCE_REASON_NO_NAME] = {"no-name", "its host has no address"},
    [SOURCE_REASON_REFUSED] = {"refused", "connection refused"},
    [SOURCE_REASON_NO_ANSWER] = {"no-answer", "no answer"},
    [SOURCE_REASON_DENIED] = {"denied", "access is denied"},
    [SOURCE_REASON_NOT_FOUND] = {"not-found", "there is no such thing"},
    [SOURCE_REASON_SERVER] = {"server", "the server answers with an error"},
    [SOURCE_REASON_TLS] = {"tls", "no trusted encrypted connection"},
    [SOURCE_REASON_NOT_AUDIO] = {"not-audio",
                                 "what comes is no audio that can be decoded"},
    [SOURCE_REASON_ENDED] = {"ended", "it has ended"},
    [SOURCE_REASON_STALLED] = {"stalled", "nothing more comes"},
    [SOURCE_REASON_SYSTEM] = {"system",
                              "this machine is out of memory or files"},
};

/// Codes that say enough by themselves
static const struct {
  int code;
  SourceReason reason;
} meanings[] = {
    {AVERROR(ECONNREFUSED), SOURCE_REASON_REFUSED},
    {AVERROR(ETIMEDOUT), SOURCE_REASON_NO_ANSWER},
    {AVERROR(EHOSTUNREACH), SOURCE_REASON_NO_ANSWER},
    {AVERROR(ENETUNREACH), SOURCE_REASON_NO_ANSWER},
    {AVERROR(EAGAIN), SOURCE_REASON_NO_ANSWER},
    {AVERROR_EXIT, SOURCE_REASON_NO_ANSWER},
    {AVERROR(EACCES), SOURCE_REASON_DENIED},
    {AVERROR(EPERM), SOURCE_REASON_DENIED},
    {AVERROR_HTTP_UNAUTHORIZED, SOURCE_REASON_DENIED},
    {AVERROR_HTTP_FORBIDDEN, SOURCE_REASON_DENIED},
    {AVERROR(ENOENT), SOURCE_REASON_NOT_FOUND},
    {AVERROR_HTTP_NOT_FOUND, SOURCE_REASON_NOT_FOUND},
    {AVERROR_HTTP_BAD_REQUEST, SOURCE_REASON_SERVER},
    {AVERROR_HTTP_OTHER_4XX, SOURCE_REASON_SERVER},
    {AVERROR_HTTP_SERVER_ERROR, SOURCE_REASON_SERVER},
    {AVERROR(ENOMEM), SOURCE_REASON_SYSTEM},
    {AVERROR(EMFILE), SOURCE_REASON_SYSTEM},
    {AVERROR(ENFILE), SOURCE_REASON_SYSTEM},
    {AVERROR_EOF, SOURCE_REASON_ENDED},
    {AVERROR(ECONNRESET), SOURCE_REASON_ENDED},
    {AVERROR(EPIPE), SOURCE_REASON_ENDED},
    {AVERROR_INVALIDDATA, SOURCE_REASON_NOT_AUDIO},
    {AVERROR_DECODER_NOT_FOUND, SOURCE_REASON_NOT_AUDIO},
    {AVERROR_DEMUXER_NOT_FOUND, SOURCE_REASON_NOT_AUDIO},
    {AVERROR_STREAM_NOT_FOUND, SOURCE_REASON_NOT_AUDIO},
    {AVERROR_PATCHWELCOME, SOURCE_REASON_NOT_AUDIO},
    {AVERROR_PROTOCOL_NOT_FOUND, SOURCE_REASON_NOT_AUDIO},
};

const char*
source_reason_name(SourceReason reason)
{
  return reasons[reason].name;
}

const char*
source_reason_text(SourceReason reason)
{
  return reasons[reason].text;
}

/// The host of an address without credentials, as resolvers want it
static bool
find_host(const char* url, char host[MAX_HOST])
{
  const char* begin = strstr(url, "://");
  if (!begin) {
    return false;
  }
  begin += 3;
  size_t length = strcspn(begin, "/?#");
  for (size_t i = length; i > 0; --i) {
    if (begin[i - 1] == '@') {
      begin += i;
      length -= i;
      break;
    }
  }
  if (*begin == '[') {
    ++begin;
    length = strcspn(begin, "]");
  } else {
    const size_t name = strcspn(begin, ":");
    length = name < length ? name : length;
  }
  if (!length || length >= MAX_HOST) {
    return false;
  }
  memcpy(host, begin, length);
  host[length] = '\0';
  return true;
}

static bool
has_address(const char* host)
{
  const struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
  struct addrinfo* found = NULL;
  const bool has = !getaddrinfo(host, NULL, &hints, &found);
  if (has) {
    freeaddrinfo(found);
  }
  return has;
}

SourceReason
source_reason_of(int code, const char* url)
{
  for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); ++i) {
    if (meanings[i].code == code) {
      return meanings[i].reason;
    }
  }
  char host[MAX_HOST];
  if (!find_host(url, host)) {
    return SOURCE_REASON_NOT_AUDIO;
  }
  if (!has_address(host)) {
    return SOURCE_REASON_NO_NAME;
  }
  return strncmp(url, "https:", 6) ? SOURCE_REASON_NO_ANSWER
                                   : SOURCE_REASON_TLS;
}
