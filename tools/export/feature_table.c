// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/export/feature_table.h"

#include "tools/archive/playlist.h"
#include "tools/archive/record.h"
#include "tools/export/npy.h"
#include "tools/export/output_file.h"
#include "tools/options/file_digest.h"
#include "tools/options/json_text.h"
#include "tools/options/path.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SUFFIX ".npy"

struct FeatureTable {
  Npy* npy;
  OutputFile* json;
  double every;
};

char*
feature_table_json(const char* path)
{
  const size_t length = strlen(path);
  const size_t n = playlist_has_suffix(path, SUFFIX) ? strlen(SUFFIX) : 0;
  return path_format("%.*s.json", (int)(length - n), path);
}

/// A column for each filter
static void
print_columns(FILE* stream, const char* level, uint32_t n, bool* has_begun)
{
  for (uint32_t i = 0; i < n; ++i) {
    json_t* const text = json_sprintf("%s.%u", level, i + 1);
    char* const quoted = json_dumps(text, JSON_ENCODE_ANY);
    fprintf(stream, "%s%s", *has_begun ? "," : "", quoted ? quoted : "\"\"");
    *has_begun = true;
    free(quoted);
    json_decref(text);
  }
}

/// "timbre.bank1.3", "18.level2.7": the third filter of the timbre's first
/// bank, the seventh of the second level of the branch named 18
static void
print_all_columns(FILE* stream, const Network* network)
{
  bool has_begun = false;
  for (uint32_t b = 0; b < network->timbre.n_banks; ++b) {
    char* const level = path_format("timbre.bank%u", b + 1);
    print_columns(stream, level ? level : "", network->timbre.banks[b].filters,
                  &has_begun);
    free(level);
  }
  for (uint32_t b = 0; b < network->n_branches; ++b) {
    const BranchSpec* const branch = &network->branches[b];
    for (uint32_t l = 0; l < branch->n_levels; ++l) {
      char* const level = path_format("%s.level%u", branch->name, l + 1);
      print_columns(stream, level ? level : "", branch->levels[l].filters,
                    &has_begun);
      free(level);
    }
  }
}

/// All but the rows
static void
print_head(const FeatureTable* table,
           const Network* network,
           const char* network_path,
           double memory)
{
  FILE* const stream = output_file_stream(table->json);
  char digest[FILE_DIGEST_TEXT] = "";
  file_digest(network_path, digest);
  json_t* const name = json_text_of_bytes(network->name);
  char* const quoted = json_dumps(name, JSON_ENCODE_ANY);
  fprintf(stream,
          "{\"earmark\":\"%s\",\"network\":\"%s\",\"network_name\":%s,"
          "\"memory\":%.6g,\"every\":%.9g,\n\"columns\":[",
          EARMARK_VERSION, digest, quoted ? quoted : "\"\"", memory,
          table->every);
  free(quoted);
  json_decref(name);
  print_all_columns(stream, network);
  fputs("],\n\"rows\":[", stream);
}

FeatureTable*
feature_table_open(const char* path,
                   const Network* network,
                   const char* network_path,
                   double every,
                   double memory,
                   Error* error)
{
  FeatureTable* const table = (FeatureTable*)calloc(1, sizeof(FeatureTable));
  char* const json = feature_table_json(path);
  Error why = {ERROR_NO_MEMORY};
  if (table && json) {
    table->every = every;
    table->npy = npy_open(path, network->n_features, error);
    table->json = table->npy ? output_file_open(json, &why) : NULL;
  }
  if (table && table->json) {
    print_head(table, network, network_path, memory);
    free(json);
    return table;
  }
  if (!table || table->npy) {
    error_set(error, "%s: %s", json ? json : path, why.text);
  }
  if (table) {
    npy_discard(table->npy);
  }
  free(table);
  free(json);
  return NULL;
}

void
feature_table_add(FeatureTable* table,
                  const Item* item,
                  double time,
                  uint64_t n_updates,
                  const float* row)
{
  FILE* const stream = output_file_stream(table->json);
  json_t* const about = json_object();
  record_describe(item, about);
  if (table->every > 0.0) {
    json_object_set_new(about, "time", json_real(time));
  }
  json_object_set_new(about, "updates", json_integer((json_int_t)n_updates));
  fputs(npy_count(table->npy) ? "," : "\n", stream);
  json_text_print(stream, about);
  json_decref(about);
  npy_add(table->npy, row);
}

bool
feature_table_close(FeatureTable* table, Error* error)
{
  fputs("]}\n", output_file_stream(table->json));
  bool good = npy_close(table->npy, error);
  if (good) {
    good = output_file_close(table->json, error);
  } else {
    output_file_discard(table->json);
  }
  free(table);
  return good;
}
