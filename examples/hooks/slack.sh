#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# A notice of earmark watch for an incoming webhook of Slack, Mattermost, Rocket.Chat
# and others of that shape.  The file has the webhook's address, which is a secret:
#
#     url = "https://hooks.slack.com/services/..."
#
#     [watch]
#     run = /etc/earmark/slack.sh /etc/earmark/slack.curl
set -eu

sign=":red_circle:"
[ "${EARMARK_STATE:-firing}" = firing ] || sign=":white_check_mark:"
text=$(printf '%s %s' "$sign" "$EARMARK_TEXT" | sed 's/[\\"]/\\&/g')
printf '{"text": "%s"}' "$text" |
  curl --fail --silent --show-error --output /dev/null --max-time 25 \
    --header "Content-Type: application/json" --data-binary @- --config "$1"
