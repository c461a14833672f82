#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# A notice of earmark watch on telephones, by ntfy.  The file has the topic's
# address and what else curl shall know, so that nobody sees it among processes:
#
#     url = "https://ntfy.sh/a-topic-that-nobody-guesses"
#     header = "Authorization: Bearer tk_..."
#
#     [watch]
#     run = /etc/earmark/ntfy.sh /etc/earmark/ntfy.curl
set -eu

priority=high
[ "${EARMARK_STATE:-firing}" = firing ] || priority=default
printf %s "$EARMARK_TEXT" |
  curl --fail --silent --show-error --output /dev/null --max-time 25 \
    --header "Title: Earmark" --header "Priority: $priority" \
    --header "Click: ${EARMARK_PAGE_URL:-}" --data-binary @- --config "$1"
