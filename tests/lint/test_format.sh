#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# All C and C++ code is as clang-format would write it
set -eu
. tests/lint/sources.sh
command -v clang-format >/dev/null || { echo "no clang-format"; exit 77; }
sources c h cpp | xargs clang-format --dry-run --Werror
