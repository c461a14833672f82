#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# All Python is as black would write it, and pyflakes finds nothing
set -eu
. tests/lint/sources.sh
for program in black pyflakes3; do
  command -v $program >/dev/null || { echo "no $program"; exit 77; }
done
sources py | xargs black --quiet --check --diff
sources py | xargs pyflakes3
