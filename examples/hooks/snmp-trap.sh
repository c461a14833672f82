#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# A notice of earmark watch as an SNMP trap (version 2c): what happened, the station,
# the rule, and 1 while it fires, or 0.  Its numbers are below NET-SNMP's playground,
# as Earmark has none of its own; another place may be the second argument.
#
#     [watch]
#     run = /etc/earmark/snmp-trap.sh nms.radio.example
set -eu

place=${2:-1.3.6.1.4.1.8072.9999.9999.1}
fires=1
[ "${EARMARK_STATE:-firing}" = firing ] || fires=0
exec snmptrap -v 2c -c "${COMMUNITY:-public}" "$1" '' "$place.0.1" \
  "$place.1.1" s "$EARMARK_TEXT" "$place.1.2" s "${EARMARK_STATION:-}" \
  "$place.1.3" s "${EARMARK_RULE:-}" "$place.1.4" i "$fires"
