// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/commands/output_check.h"

#include "tools/export/output_file.h"
#include "tools/options/locate.h"

#include <stdlib.h>

bool
output_check(const char* command,
             const char* output,
             const NetworkOptions* network,
             const Arguments* files)
{
  char* const weights = locate_network(network->network_path);
  const char* input =
      weights && output_file_is_input(output, weights) ? weights : NULL;
  for (uint32_t i = 0; !input && i < files->n; ++i) {
    if (output_file_is_input(output, files->texts[i])) {
      input = files->texts[i];
    }
  }
  if (input) {
    command_line_refuse(command, "the output %s would replace the input %s",
                        output, input);
  }
  free(weights);
  return !input;
}
