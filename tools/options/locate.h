// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LOCATE_H
#define EARMARK_LOCATE_H

/// Our own LV2 bundle: earmark.lv2 beside the program (the build tree), or the
/// installed one.  The caller frees the path; NULL if memory is short.
char* locate_bundle(void);

/**
   Where the network file is: `wanted` if not NULL, else the first of the
   environment variable EARMARK_NETWORK and our own bundle's.  It need not
   exist.  The caller frees the path; NULL if memory is short.
*/
char* locate_network(const char* wanted);

#endif
