// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// CSV as RFC 4180 has it and as spreadsheets save it: separators, quotes, line
// ends, encodings, line numbers

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L

#include "tests/support/memory_file.h"
#include "tests/support/random.h"
#include "tests/support/run.h"
#include "tools/learn/csv.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool
parse_bytes(const char* text, size_t size, Csv* csv, Error* error)
{
  char path[MEMORY_FILE_PATH];
  const int file = memory_file(text, size, path);
  const bool good = csv_read(path, csv, error);
  close(file);
  return good;
}

/// All rows as one text: fields end with '|', rows with '/'
static void
check(const char* text, const char* wanted)
{
  char found[512] = "";
  size_t n = 0;
  Csv csv;
  Error error = {""};
  assert(parse_bytes(text, strlen(text), &csv, &error));
  for (uint32_t i = 0; i < csv.n_rows; ++i) {
    for (uint32_t f = 0; f < csv.rows[i].n_fields; ++f) {
      n += (size_t)snprintf(found + n, sizeof(found) - n, "%s|",
                            csv.rows[i].fields[f]);
      assert(n < sizeof(found));
    }
    n += (size_t)snprintf(found + n, sizeof(found) - n, "/");
    assert(n < sizeof(found));
  }
  if (strcmp(found, wanted)) {
    fprintf(stderr, "%s: found %s, not %s\n", text, found, wanted);
  }
  assert(!strcmp(found, wanted));
  csv_clear(&csv);
}

static void
test_rows(void)
{
  check("a,b\nc,d\n", "a|b|/c|d|/");
  check("a,b\nc,d", "a|b|/c|d|/");             // Without an end of line
  check("a,b\r\nc,d\r\n", "a|b|/c|d|/");       // As Windows writes them
  check("a,b\n\n\r\n  \nc\n\n", "a|b|/c|/");   // Empty lines do not count
  check("a,,b,\n,c\n", "a||b||/|c|/");         // But empty fields do
  check("a,b\n,,,\n , \nc,d\n", "a|b|/c|d|/"); // Nor do empty fields alone
  check("x\n a b ,  c \n", "x|/a b|c|/");      // White space around fields
}

static void
test_quotes(void)
{
  check("\"a,b\",c\n", "a,b|c|/");
  check("\"a \"\"b\"\" c\"\n", "a \"b\" c|/");
  check("\"a\nb\",c\nd\n", "a\nb|c|/d|/"); // Over two lines
  check("\"\",x\n", "|x|/");
  check("a\"b,c\"d\n", "ab,cd|/"); // Quotes within a field
}

static void
test_line_ends(void)
{
  check("a,b\rc,d\r", "a|b|/c|d|/"); // As Macs did
  check("a,b\rc,d", "a|b|/c|d|/");
  check("a,b\r\rc\r\nd\ne", "a|b|/c|/d|/e|/"); // Each line as it likes
  check("\"a\rb\",c\rd\r", "a\rb|c|/d|/");
  check("\"a\r\nb\",c\r\nd\r\n", "a\r\nb|c|/d|/");
}

static void
test_separators(void)
{
  check("a;b\nc;d,e\n", "a|b|/c|d,e|/");
  check("a;b;\nc;;\n", "a|b||/c|||/");
  check("a|b\nc|d\n", "a|b|/c|d|/");
  check("\"a;b\",c\nd;e,f\n", "a;b|c|/d;e|f|/"); // Not between quotes
  check("a\nb;c\n", "a|/b|c|/");                 // The first line that has one
  check("a,b\t\nc,d\n", "a|b|/c|d|/"); // A tab at the end separates nothing
  check("sep=;\na,b;c\n", "a,b|c|/");  // The table says it itself
  check("SEP=,\r\na;b,c\r\n", "a;b|c|/");
  check("\xEF\xBB\xBFsep=\t\ra,b\tc\r", "a,b|c|/");
  check("sep=x\naxb\n", "sep=x|/axb|/");   // But not any
  check("a\tb,c\nd\te\n", "a|b,c|/d|e|/"); // The first line has a tab
  check("a,b\nc\td\n", "a|b|/c\td|/");     // Only the second has
}

static void
test_byte_order_mark(void)
{
  check("\xEF\xBB\xBF"
        "a,b\n",
        "a|b|/");
  check("\xEF\xBB\xBF\"a\",b\n", "a|b|/");
}

/// As UTF-16
static void
check_utf16(const char* text, bool big_endian, const char* wanted)
{
  char utf16[256];
  size_t n = 0;
  utf16[n++] = (char)(big_endian ? 0xFE : 0xFF);
  utf16[n++] = (char)(big_endian ? 0xFF : 0xFE);
  for (const char* c = text; *c; ++c) {
    utf16[n + big_endian] = *c;
    utf16[n + !big_endian] = 0;
    n += 2;
  }
  Csv csv;
  Error error = {""};
  assert(parse_bytes(utf16, n, &csv, &error));
  assert(csv.n_rows == 1 && csv.rows[0].n_fields == 2);
  assert(!strcmp(csv.rows[0].fields[1], wanted));
  csv_clear(&csv);
}

static void
test_utf16(void)
{
  check_utf16("a\tb c\r\n", false, "b c");
  check_utf16("a;b", true, "b");

  // U+E4, U+6F22 and U+1F3B5, which takes a pair
  static const char text[] = "\xFF\xFE"
                             "a\0;\0\xE4\0\x22\x6F\x3C\xD8\xB5\xDF";
  Csv csv;
  Error error = {""};
  assert(parse_bytes(text, sizeof(text) - 1, &csv, &error));
  assert(
      !strcmp(csv.rows[0].fields[1], "\xC3\xA4\xE6\xBC\xA2\xF0\x9F\x8E\xB5"));
  csv_clear(&csv);

  static const struct {
    const char* text;
    size_t size;
  } broken[] = {{"\xFF\xFE"
                 "a",
                 3},                     // Half a character
                {"\xFF\xFE\x3C\xD8", 4}, // Half a pair
                {"\xFF\xFE\x3C\xD8"
                 "a\0",
                 6}, // And another half
                {"\xFF\xFE\xB5\xDF"
                 "a\0",
                 6}, // The second half
                {"\xFF\xFE\0\0"
                 "a\0\0\0",
                 8}}; // UTF-32
  for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); ++i) {
    assert(!parse_bytes(broken[i].text, broken[i].size, &csv, &error));
    assert(strstr(error.text, "save the table as CSV in UTF-8"));
    csv_clear(&csv);
  }
}

static void
test_line_numbers(void)
{
  static const char text[] = "a\n\n\"b\nb\"\nc\n";
  Csv csv;
  Error error = {""};
  assert(parse_bytes(text, strlen(text), &csv, &error));
  assert(csv.n_rows == 3);
  assert(csv.rows[0].line == 1 && csv.rows[1].line == 3 &&
         csv.rows[2].line == 5);
  csv_clear(&csv);
  static const char mac[] = "sep=;\ra\r\r\"b\rb\"\rc\r";
  assert(parse_bytes(mac, strlen(mac), &csv, &error));
  assert(csv.n_rows == 3);
  assert(csv.rows[0].line == 2 && csv.rows[1].line == 4 &&
         csv.rows[2].line == 6);
  csv_clear(&csv);
}

static void
test_refusals(void)
{
  static const char zero[] = "a\0b\n";
  Csv csv;
  Error error = {""};
  assert(!parse_bytes("a\n\"b,c\n", 7, &csv, &error));
  assert(!strcmp(error.text, "line 2: a quote is not closed"));
  csv_clear(&csv);
  assert(!parse_bytes(zero, sizeof(zero) - 1, &csv, &error));
  assert(strstr(error.text, "is no text"));
  csv_clear(&csv);
  assert(!csv_read("/nowhere/at all.csv", &csv, &error));
  assert(strstr(error.text, "No such file"));
  csv_clear(&csv);
}

/// Whatever the bytes, it ends, and no field lies outside the text
static void
test_any_text(void)
{
  static const char alphabet[] = "a,\t\"\r\n ;|.";
  Random random = {1};
  for (int round = 0; round < 2000; ++round) {
    char text[24];
    const size_t n = random_below(&random, sizeof(text));
    for (size_t i = 0; i < n; ++i) {
      text[i] = alphabet[random_below(&random, sizeof(alphabet) - 1)];
    }
    Csv csv;
    Error error = {""};
    if (parse_bytes(text, n, &csv, &error)) {
      for (uint32_t i = 0; i < csv.n_rows; ++i) {
        assert(csv.rows[i].n_fields >= 1);
        for (uint32_t f = 0; f < csv.rows[i].n_fields; ++f) {
          const char* const field = csv.rows[i].fields[f];
          assert(field >= csv.text && field + strlen(field) <= csv.text + n);
        }
      }
    } else {
      assert(strstr(error.text, "a quote is not closed"));
    }
    csv_clear(&csv);
  }
}

int
main(void)
{
  RUN(test_rows());
  RUN(test_quotes());
  RUN(test_line_ends());
  RUN(test_separators());
  RUN(test_byte_order_mark());
  RUN(test_utf16());
  RUN(test_line_numbers());
  RUN(test_refusals());
  RUN(test_any_text());
  return 0;
}
