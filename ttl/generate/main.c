// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

/*
  Writes the bundle's Turtle files from the templates and a network file, whose
  views and tags become plugins and ports.
*/

#include "base/error.h"
#include "plugin/uris.h"
#include "ttl/bundle.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

int
main(int argc, char** argv)
{
  const bool has_window = argc == 4 && !strcmp(argv[3], "window");
  if (argc != 3 && !has_window) {
    fprintf(stderr, "Usage: %s NETWORK OUTPUT_FOLDER [window]\n",
            argc ? argv[0] : "generate");
    return 2;
  }

  Error error = {""};
  if (!bundle_write(argv[1], URI_PREFIX, argv[2], has_window, &error)) {
    fprintf(stderr, "%s: %s\n", argv[0], error.text);
    return 1;
  }
  return 0;
}
