#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# The man page: well formed, and with every option that the program takes
set -eu

page=doc/earmark.1
warnings=$(LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 \
  man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)
[ -z "$warnings" ] || {
  echo "$warnings"
  exit 1
}

text=$(LC_ALL=C.UTF-8 MANWIDTH=200 man -l "$page" | col -bx)
for command in tag labels midi watch mute info learn bundle features frames; do
  for option in $("$EARMARK_BUILD/earmark" $command --help |
    grep -o -e '--[a-z-]*' | grep -v -e '--help' | sort -u); do
    echo "$text" | grep -q -e "$option" || {
      echo "The man page lacks $option of earmark $command"
      exit 1
    }
  done
done
