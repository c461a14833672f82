// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/metadata/tag_editor.h"

// With TagLib, tag_editor.cpp does it
#ifndef EARMARK_HAVE_TAGLIB
bool
tag_editor_run(int file,
               const TagEdit* edit,
               bool is_real,
               bool written[TAG_EDITOR_N_FIELDS],
               Error* error)
{
  (void)file;
  (void)edit;
  (void)is_real;
  (void)written;
  error_set(error, "this program was built without TagLib: it writes no tags");
  return false;
}
#endif
