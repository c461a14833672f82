#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# Whatever ffmpeg opens, decoded by it: ffmpeg.sh INPUT [OPTION of earmark watch]...
set -eu

input=$1
shift
ffmpeg -v error -nostdin -i "$input" -vn -f wav - | earmark watch "$@" air=-
