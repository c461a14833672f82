// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The reader of safetensors files: what it accepts, and each way of being wrong

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "model/file/safetensors.h"
#include "tests/support/run.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// A file: length, header, then `data_size` bytes that count up from 0
static unsigned char*
make_file(const char* header, size_t data_size, size_t* size)
{
  const uint64_t length = strlen(header);
  unsigned char* const bytes = (unsigned char*)malloc(8 + length + data_size);
  assert(bytes);
  memcpy(bytes, &length, 8);
  memcpy(bytes + 8, header, length);
  for (size_t i = 0; i < data_size; ++i) {
    bytes[8 + length + i] = (unsigned char)i;
  }
  *size = 8 + length + data_size;
  return bytes;
}

static void
expect(const void* bytes, size_t size, const char* message)
{
  Error error = {""};
  Safetensors* const file = safetensors_new(bytes, size, &error);
  if (file || !strstr(error.text, message)) {
    fprintf(stderr, "expected \"%s\", got \"%s\"\n", message,
            file ? "no error" : error.text);
    abort();
  }
}

#define A(TYPE, SHAPE, BEGIN, END)                                             \
  "{\"a\":{\"dtype\":" TYPE ",\"shape\":" SHAPE ",\"data_offsets\":[" BEGIN    \
  "," END "]}}"

#define AB(BEGIN, END)                                                         \
  "{\"a\":{\"dtype\":\"I8\",\"shape\":[4],\"data_offsets\":[0,4]},"            \
  "\"b\":{\"dtype\":\"I8\",\"shape\":[4],\"data_offsets\":[" BEGIN "," END     \
  "]}}"

/// Files with 8 bytes of data
static const struct {
  const char* header;
  const char* message;
} bad_headers[] = {
    {"[]", "not a safetensors file"},
    {" {}", "not a safetensors file"},
    {"{", "not valid JSON"},
    {"{} x", "not valid JSON"},
    {"{\"a\":\"\xFF\"}", "not valid JSON"},
    {"{\"a\":{},\"a\":{}}", "duplicate"},
    {"{\"a\":[]}", "tensor a has no known dtype"},
    {"{\"a\":{}}", "tensor a has no known dtype"},
    {A("7", "[8]", "0", "8"), "no known dtype"},
    {A("\"I9\"", "[8]", "0", "8"), "no known dtype"},
    {A("\"I8\"", "8", "0", "8"), "impossible shape"},
    {A("\"I8\"", "[-8]", "0", "8"), "impossible shape"},
    {A("\"I8\"", "[8.0]", "0", "8"), "impossible shape"},
    {A("\"I8\"", "[9]", "0", "8"), "impossible shape"},
    {A("\"I8\"", "[1,1,1,1,1,1,1,1,8]", "0", "8"), "impossible shape"},
    {A("\"F32\"", "[4611686018427387906]", "0", "8"), "impossible shape"},
    {A("\"I8\"", "[4294967296,4294967296]", "0", "0"), "impossible shape"},
    {A("\"I8\"", "[99999999999999999999]", "0", "8"), "not valid JSON"},
    {A("\"I8\"", "[8]", "0", "9"), "lies outside the file"},
    {A("\"I8\"", "[8]", "-1", "7"), "lies outside the file"},
    {A("\"I8\"", "[8]", "0", "8,8"), "lies outside the file"},
    {A("\"I8\"", "[8]", "\"0\"", "8"), "lies outside the file"},
    {A("\"I8\"", "[8]", "8", "0"), "disagree"},
    {A("\"I8\"", "[7]", "0", "8"), "disagree"},
    {A("\"F32\"", "[1]", "0", "8"), "disagree"},
    {A("\"I8\"", "[4]", "0", "4"), "4 bytes behind the last tensor"},
    {A("\"I8\"", "[4]", "4", "8"), "follows a hole"},
    {AB("3", "7"), "overlaps"},
    {AB("0", "4"), "overlaps"},
    {"{}", "8 bytes behind"},
    {"{\"__metadata__\":[]}", "__metadata__ is not an object"},
    {"{\"__metadata__\":{\"k\":1}}", "metadata k is not a string"},
};

static void
test_bad_headers(void)
{
  for (size_t i = 0; i < sizeof(bad_headers) / sizeof(bad_headers[0]); ++i) {
    size_t size = 0;
    unsigned char* const bytes = make_file(bad_headers[i].header, 8, &size);
    expect(bytes, size, bad_headers[i].message);
    free(bytes);
  }
}

/// The end of the data is wherever the header ends, so its length decides
static void
test_alignment(void)
{
  unsigned aligned = 0;
  for (int padding = 0; padding < 4; ++padding) {
    char header[128];
    snprintf(header, sizeof(header), "%s%*s", A("\"F32\"", "[2]", "0", "8"),
             padding, "");
    size_t size = 0;
    unsigned char* const bytes = make_file(header, 8, &size);
    if (strlen(header) % 4) {
      expect(bytes, size, "not aligned");
    } else {
      Safetensors* const file = safetensors_new(bytes, size, NULL);
      assert(file);
      safetensors_free(file);
      ++aligned;
    }
    free(bytes);
  }
  assert(aligned == 1);
}

static void
test_lengths(void)
{
  size_t size = 0;
  unsigned char* const bytes = make_file(AB("4", "8"), 8, &size);
  expect(bytes, 0, "too short");
  expect(bytes, 7, "too short");
  for (size_t n = 10; n < size; ++n) {
    Error error = {""};
    assert(!safetensors_new(bytes, n, &error));
    assert(strstr(error.text, "truncated") || strstr(error.text, "outside") ||
           strstr(error.text, "impossible shape"));
  }
  bytes[7] = 0x80;
  expect(bytes, size, "not a safetensors file");
  free(bytes);

  const size_t large = SAFETENSORS_MAX_HEADER + 16u;
  char* const text = (char*)malloc(large);
  assert(text);
  memset(text, ' ', large);
  memcpy(text, "{}", 2);
  text[large - 1] = '\0';
  unsigned char* const long_file = make_file(text, 0, &size);
  expect(long_file, size, "header is too large");
  free(long_file);
  free(text);
}

static void
test_good(void)
{
  static const char header[] =
      "{\"b\":{\"dtype\":\"U8\",\"shape\":[2,3],\"data_offsets\":[4,10]},"
      "\"empty\":{\"dtype\":\"F64\",\"shape\":[0,5],\"data_offsets\":[0,0]},"
      "\"__metadata__\":{\"key\":\"value\"},"
      "\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}  ";
  size_t size = 0;
  unsigned char* const bytes = make_file(header, 10, &size);
  Error error = {""};
  static_assert((sizeof(header) - 1) % 8 == 0, "as the format wants it");
  Safetensors* const file = safetensors_new(bytes, size, &error);
  assert(file && !error.text[0]);

  assert(!strcmp(safetensors_metadata(file, "key"), "value"));
  assert(!safetensors_metadata(file, "no key"));
  assert(!safetensors_find(file, "c"));
  assert(!safetensors_find(file, "__metadata__"));
  const Tensor* const b = safetensors_find(file, "b");
  assert(b && !strcmp(b->type, "U8") && b->n_dims == 2 && b->dims[0] == 2 &&
         b->dims[1] == 3 && b->size == 6);
  assert(*(const unsigned char*)b->data == 4);
  const Tensor* const a = safetensors_find(file, "a");
  assert(a && a->n_dims == 0 && a->size == 4);
  assert(!strcmp(safetensors_unused(file), "empty"));
  assert(safetensors_find(file, "empty")->size == 0);
  assert(!safetensors_unused(file));
  safetensors_free(file);
  free(bytes);
}

int
main(void)
{
  RUN(test_good());
  RUN(test_bad_headers());
  RUN(test_alignment());
  RUN(test_lengths());
  safetensors_free(NULL);
  return 0;
}
