// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/source/address.h"

#include "tools/watch/source/capture_device.h"

#include <ctype.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define HIDDEN "***"
#define BLANKS " \t\r\n"
#define ENDS BLANKS "\"'<>" /* Of an address within a text */

/// Finds what may be secret in a text, from its beginning to its end
typedef struct {
  const char* text;
  size_t at;
  bool is_query;
} Scanner;

/// A part of the text that is not empty
typedef struct {
  size_t begin;
  size_t end;
} Secret;

AddressKind
address_kind(const char* address)
{
  const size_t length = strlen(address);
  if (!strcmp(address, "-")) {
    return ADDRESS_INPUT;
  }
  if (strstr(address, "://") && isalpha((unsigned char)address[0])) {
    return strncmp(address, "file://", 7) ? ADDRESS_NETWORK : ADDRESS_FILE;
  }
  if (capture_device_format(address)) {
    return ADDRESS_DEVICE;
  }
  return length > 4 && !strcasecmp(address + length - 4, ".sdp")
             ? ADDRESS_SESSION
             : ADDRESS_FILE;
}

/// The credentials of an address that begins at `begin`, behind its "://": all
/// up to its last @, as passwords may hold anything
static bool
find_credentials(const char* text, size_t begin, Secret* secret)
{
  const size_t end = begin + strcspn(text + begin, BLANKS);
  for (size_t i = end; i > begin; --i) {
    if (text[i - 1] == '@') {
      *secret = (Secret){begin, i - 1};
      return i - 1 > begin;
    }
  }
  return false;
}

/// The value of a part of a query, or all of the part if it has no name
static Secret
find_value(const char* text, size_t begin)
{
  const size_t name = begin + strcspn(text + begin, "=&#" ENDS);
  if (text[name] != '=') {
    return (Secret){begin, name};
  }
  return (Secret){name + 1, name + 1 + strcspn(text + name + 1, "&" ENDS)};
}

/// The next secret; false if there are no more
static bool
scan(Scanner* scanner, Secret* secret)
{
  const char* const text = scanner->text;
  while (text[scanner->at]) {
    const size_t i = scanner->at++;
    bool found = false;
    if (strchr(ENDS, text[i])) {
      scanner->is_query = false;
    } else if (!strncmp(text + i, "://", 3)) {
      scanner->at = i + 3;
      found = find_credentials(text, i + 3, secret);
    } else if (text[i] == '?' || (text[i] == '&' && scanner->is_query)) {
      scanner->is_query = true;
      *secret = find_value(text, i + 1);
      found = secret->end > secret->begin;
    }
    if (found) {
      scanner->at = secret->end;
      return true;
    }
  }
  return false;
}

char*
address_mask(const char* text)
{
  const size_t longest = sizeof(HIDDEN) - 1; // Of a character, at most
  char* const masked = (char*)malloc(strlen(text) * longest + 1);
  Scanner scanner = {.text = text};
  Secret secret;
  size_t n = 0;
  size_t done = 0;
  while (masked && scan(&scanner, &secret)) {
    memcpy(masked + n, text + done, secret.begin - done);
    n += secret.begin - done;
    memcpy(masked + n, HIDDEN, longest);
    n += longest;
    done = secret.end;
  }
  if (masked) {
    memcpy(masked + n, text + done, strlen(text + done) + 1);
  }
  return masked;
}

void
address_blot(char* address)
{
  Scanner scanner = {.text = address};
  for (Secret secret; scan(&scanner, &secret);) {
    memset(address + secret.begin, 'x', secret.end - secret.begin);
  }
}

/// Append a text, escaped for an address; returns the new end
static char*
put_escaped(char* out, const char* text)
{
  for (const unsigned char* c = (const unsigned char*)text; *c; ++c) {
    if (strchr(ADDRESS_NAME_CHARACTERS, (char)*c)) {
      *out++ = (char)*c;
    } else {
      out += sprintf(out, "%%%02X", *c);
    }
  }
  return out;
}

/// Is it "%41" already?
static bool
is_escape(const char* text)
{
  return text[0] == '%' && isxdigit((unsigned char)text[1]) &&
         isxdigit((unsigned char)text[2]);
}

char*
address_escape(const char* address)
{
  Secret credentials;
  const char* const mark = strstr(address, "://");
  const size_t begin = mark ? (size_t)(mark - address) + 3 : 0;
  const size_t end = begin + strcspn(address + begin, "/?");
  char* const authority = strndup(address, end);
  char* const result = (char*)malloc(3 * strlen(address) + 1);
  if (!authority || !result || !mark ||
      !find_credentials(authority, begin, &credentials)) {
    free(authority);
    return result ? memcpy(result, address, strlen(address) + 1) : NULL;
  }
  memcpy(result, address, begin);
  char* out = result + begin;
  for (size_t i = begin; i < credentials.end; ++i) {
    const char text[2] = {address[i], '\0'};
    if (text[0] == ':' || is_escape(address + i)) {
      *out++ = text[0];
    } else {
      out = put_escaped(out, text);
    }
  }
  memcpy(out, address + credentials.end, strlen(address + credentials.end) + 1);
  free(authority);
  return result;
}

char*
address_with_password(const char* address,
                      const char* user,
                      const char* password)
{
  const char* const mark = strstr(address, "://");
  if (!mark) {
    return NULL;
  }
  const char* host = mark + 3;
  Secret old;
  const size_t begin = (size_t)(host - address);
  const size_t authority = begin + strcspn(host, "/?#");
  if (find_credentials(address, begin, &old) && old.end < authority) {
    host = address + old.end + 1;
  }
  user = user ? user : "";
  char* const result = (char*)malloc(strlen(address) +
                                     3 * (strlen(user) + strlen(password)) + 3);
  if (result) {
    memcpy(result, address, begin);
    char* out = put_escaped(result + begin, user);
    *out++ = ':';
    out = put_escaped(out, password);
    *out++ = '@';
    memcpy(out, host, strlen(host) + 1);
  }
  return result;
}

char*
address_name(const char* address)
{
  if (address_kind(address) == ADDRESS_INPUT) {
    return strdup("input");
  }
  char* const masked = address_mask(address);
  if (!masked) {
    return NULL;
  }
  const size_t all = strcspn(masked, "?#");
  size_t begin = all;
  while (begin > 0 && (masked[begin - 1] != '/' || begin == all)) {
    --begin;
  }
  size_t length = all - begin;
  length = length < ADDRESS_MAX_NAME ? length : ADDRESS_MAX_NAME;
  char* const name = strndup(masked + begin, length);
  for (char* c = name; c && *c; ++c) {
    if (!strchr(ADDRESS_NAME_CHARACTERS, *c)) {
      *c = '-';
    }
  }
  free(masked);
  return name;
}
