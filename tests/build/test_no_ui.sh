#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# Built without a window, there is no trace of one, and all else is there
set -eu
command -v lv2_validate >/dev/null || { echo "no lv2_validate"; exit 77; }
folder=build-no-ui
export WAFLOCK=".lock-waf-$folder"
./waf -o "$folder" configure --no-ui --tests --strict >/dev/null
./waf build >/dev/null
bundle="$folder/earmark.lv2"
[ ! -e "$bundle/earmark_ui.so" ]
if grep -l 'earmark_ui\|:ui>' "$bundle"/*.ttl; then exit 1; fi
if ldd "$bundle/earmark.so" | grep cairo; then exit 1; fi
lv2_validate "$bundle"/*.ttl
EARMARK_BUILD="$PWD/$folder" "$folder/tests/unit/plugin/test_inline_display"
