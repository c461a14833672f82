#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# cppcheck finds nothing
set -eu
command -v cppcheck >/dev/null || { echo "no cppcheck"; exit 77; }
cppcheck --quiet --std=c11 --language=c -I. --error-exitcode=1 --inline-suppr \
  --enable=warning,performance,portability \
  --suppress=missingIncludeSystem -DEARMARK_HAVE_AVX2 -D__GNUC__ -j 2 \
  base dsp model engine plugin ttl tools bench
