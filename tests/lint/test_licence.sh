#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# Every source file names its copyright and licence in its first lines
set -eu
. tests/lint/sources.sh
status=0
for file in $(sources c h py sh in 1 lua js ttl); do
  if ! head -n 4 "$file" | grep -q 'SPDX-License-Identifier: ISC' ||
    ! head -n 4 "$file" | grep -q 'Copyright 20[0-9]* the Earmark authors'; then
    echo "$file: no licence header"
    status=1
  fi
done
exit $status
