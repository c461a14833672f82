// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_OUTPUT_CHECK_H
#define EARMARK_OUTPUT_CHECK_H

#include "tools/options/command_line.h"

/// False, with a usage error of `command`, if the output is one of the files or
/// the network, by whatever name: it would destroy what it is made from
bool output_check(const char* command,
                  const char* output,
                  const NetworkOptions* network,
                  const Arguments* files);

#endif
