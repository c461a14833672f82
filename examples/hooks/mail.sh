#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# A notice of earmark watch as an e-mail, by whatever is this machine's sendmail
# (Postfix, Exim, msmtp-mta ...).  Both ends of an event are one thread.
#
#     [watch]
#     run = /etc/earmark/mail.sh desk@radio.example
set -eu

# Lines of a header have an end
subject=$(printf %.150s "$EARMARK_TEXT" | tr -d '\r\n')
{
  echo "To: $1"
  echo "Subject: $subject"
  echo "Auto-Submitted: auto-generated"
  echo "Content-Type: text/plain; charset=utf-8"
  if [ -n "${EARMARK_ID:-}" ]; then
    echo "References: <$EARMARK_ID@earmark>"
    [ "$EARMARK_CHANGE" != raised ] || echo "Message-ID: <$EARMARK_ID@earmark>"
  fi
  echo
  echo "$EARMARK_TEXT"
  if [ -n "${EARMARK_ID:-}" ]; then
    echo
    for name in STATION RULE STARTED_AT ENDED_AT VALUE WORST LIMIT UNIT PAGE_URL \
      CLIP_URL; do
      eval "value=\${EARMARK_$name:-}"
      [ -z "$value" ] || printf '%-11s%s\n' "$name" "$value"
    done
  fi
} | ${SENDMAIL:-/usr/sbin/sendmail} -i -t
