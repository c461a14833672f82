#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# Both compilers accept all code without a warning, under the wscript's flags
set -eu
. tests/lint/sources.sh
flags="-std=c11 -Werror -I. -fsyntax-only -DEARMARK_VERSION=\"0\"
  -DEARMARK_HAVE_CAIRO -DEARMARK_BUNDLE=\"\" -DEARMARK_INSTALLED=\"\"
  $(sed -n '/^WARNINGS/,/^\"\"\"/p' wscript | grep '^ ')
  $(pkg-config --cflags lilv-0 lv2 jansson libavformat cairo xcb)"
for compiler in gcc clang; do
  command -v $compiler >/dev/null || { echo "no $compiler"; exit 77; }
  # oneDNN, which only that file needs, may not be there
  sources c | grep -v -e /fuzz/ -e bench/peers/onednn.c | while read -r file; do
    $compiler $flags "$file" || exit 1
  done
done
