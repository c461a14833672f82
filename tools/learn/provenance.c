// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/learn/provenance.h"

#include <jansson.h>
#include <time.h>

char*
provenance_text(const LabelTable* labels,
                const TrainedHead* head,
                const Network* base)
{
  char date[32] = "";
  const time_t now = time(NULL);
  struct tm day;
  if (gmtime_r(&now, &day)) {
    strftime(date, sizeof(date), "%Y-%m-%d", &day);
  }
  json_t* const figures = json_object();
  for (uint32_t t = 0; t < labels->n_tags; ++t) {
    json_object_set_new(figures, labels->tags[t], json_real(head->roc_auc[t]));
  }
  json_t* const all = json_pack(
      "{s:s, s:s, s:i, s:o, s:s, s:o*}", "command", "earmark learn", "date",
      date, "files", (int)labels->n_files, "roc_auc", figures, "base",
      base->name, "base_provenance", json_loads(base->provenance, 0, NULL));
  char* const text = json_dumps(all, JSON_COMPACT);
  json_decref(all);
  return text;
}
