#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# The plugins' window, in a small host: what it shows, draws, and leaves behind
# when it was opened, resized and closed 200 times; and what its library exports
set -eu
. tests/host/audio.sh
library="$build/earmark.lv2/earmark_ui.so"
[ -e "$library" ] || { echo "skipped: built without a window"; exit 77; }
need valgrind nm ldd readelf
. tests/host/display.sh

[ "$(nm -D --defined-only "$library" | awk '{ print $NF }')" = lv2ui_descriptor ]
if ldd -r "$library" | grep 'not found\|undefined'; then exit 1; fi
# No toolkit that a host may have in another version
if readelf -d "$library" | grep NEEDED | grep -i 'gtk\|qt\|libX11\.so'; then
  exit 1
fi

check="$build/tests/check_window"
"$check" "$build/earmark.lv2"
valgrind -q --leak-check=full --show-leak-kinds=definite,indirect \
  --errors-for-leak-kinds=definite,indirect --error-exitcode=9 \
  --suppressions=tests/host/window/valgrind.supp \
  "$check" "$build/earmark.lv2" 200 >"$work/valgrind.txt" 2>&1 ||
  { head -n 30 "$work/valgrind.txt"; grep -v '^==' "$work/valgrind.txt"; exit 1; }
