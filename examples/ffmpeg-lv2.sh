#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# What a chain of LV2 plugins makes of an input: it is watched as it would go on air.
# Earmark's own plugin stands for yours, and lets all pass.
#
#     ffmpeg-lv2.sh INPUT [OPTION of earmark watch]...
set -eu

input=$1
shift
ffmpeg -v error -nostdin -i "$input" -vn -af "lv2=p=urn\\\\:earmark\\\\:stereo" -f wav - |
  earmark watch "$@" air=-
