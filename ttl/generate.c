// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

/*
  Writes the bundle's Turtle files from the templates and a network file, whose
  views and tags become plugins and ports.
*/

#include "model/error.h"
#include "plugin/uris.h"
#include "ttl/bundle.h"

#include <stdio.h>

int
main(int argc, char** argv)
{
  if (argc != 3) {
    fprintf(stderr, "Usage: %s NETWORK OUTPUT_FOLDER\n",
            argc ? argv[0] : "generate");
    return 2;
  }

  Error error = {""};
  if (!bundle_write(argv[1], URI_PREFIX, argv[2], &error)) {
    fprintf(stderr, "%s: %s\n", argv[0], error.text);
    return 1;
  }
  return 0;
}
