// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/source/libav_log.h"

#include "tools/options/message.h"
#include "tools/watch/source/address.h"

#include <libavutil/log.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_LINE 2048

static void
print(void* context, int level, const char* format, va_list args)
{
  if (level > av_log_get_level()) {
    return;
  }
  char line[MAX_LINE];
  int has_prefix = 1;
  av_log_format_line(context, level, format, args, line, sizeof(line),
                     &has_prefix);
  line[strcspn(line, "\n")] = '\0';
  char* const masked = address_mask(line);
  if (masked) {
    message_failure("libav", masked);
  }
  free(masked);
}

void
libav_log_mask(void)
{
  av_log_set_callback(print);
}
