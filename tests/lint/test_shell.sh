#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# All shell scripts pass shellcheck
set -eu
. tests/lint/sources.sh
command -v shellcheck >/dev/null || { echo "no shellcheck"; exit 77; }
sources sh | xargs shellcheck --external-sources
