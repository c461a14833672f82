#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# cppcheck finds nothing in what the build compiles, each file with its own flags
set -eu
command -v cppcheck >/dev/null || { echo "no cppcheck"; exit 77; }
build=${EARMARK_BUILD:-$PWD/build}
[ -e "$build/compile_commands.json" ] || { echo "no compile_commands.json"; exit 77; }
cppcheck --project="$build/compile_commands.json" -i"$build" --quiet \
  --error-exitcode=1 --inline-suppr --enable=warning,performance,portability \
  --suppress=missingIncludeSystem --suppress='*:/usr/include/*' \
  -D__GNUC__ -DCLOCK_MONOTONIC -D'LV2_LOG_FUNC(format, arguments)=' -j "$(nproc)"
