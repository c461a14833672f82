#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# The library shows hosts one function, so that it cannot clash with another's,
# and finds all that it needs
set -eu
. tests/host/audio.sh
need nm ldd

library="$build/earmark.lv2/earmark.so"
symbols=$(nm -D --defined-only "$library" | awk '{ print $NF }')
echo "exported: $symbols"
[ "$symbols" = lv2_descriptor ]
if ldd -r "$library" | grep 'not found\|undefined'; then exit 1; fi
