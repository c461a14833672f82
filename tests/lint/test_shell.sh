#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# shellcheck finds nothing in shell scripts
set -eu
. tests/lint/sources.sh
command -v shellcheck >/dev/null || { echo "no shellcheck"; exit 77; }
sources sh | xargs shellcheck --external-sources
