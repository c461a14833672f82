// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_CHILD_ENVIRONMENT_H
#define EARMARK_CHILD_ENVIRONMENT_H

#include <jansson.h>

/// That of this process, and EARMARK_* with what a notice says: `text`,
/// `count`, and the members of its event if there is but one.  NULL last; NULL
/// if memory is short.  [any] while nobody changes that of this process
char** child_environment_new(const json_t* notice);

/// `environment` may be NULL
void child_environment_free(char** environment);

#endif
