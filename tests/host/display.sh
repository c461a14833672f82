# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
# shellcheck shell=sh disable=SC2154 # $work is audio.sh's

# Sourced after audio.sh: an X server of the test's own,
# without a screen.  Its name is in DISPLAY.

need Xvfb

mkfifo "$work/display"
Xvfb -displayfd 3 -screen 0 1280x900x24 -nolisten tcp \
  3>"$work/display" >"$work/xvfb.txt" 2>&1 &
children="$children $!"
read -r number <"$work/display"
export DISPLAY=":$number"
