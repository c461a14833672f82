#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# Ardour takes the plugin into a session, gives it a worker, and reads its tags
set -eu
. tests/host/audio.sh
need ardour7-lua
export HOME="$work" XDG_CONFIG_HOME="$work/config" XDG_CACHE_HOME="$work/cache"

cat >"$work/test.lua" <<EOF
local backend = AudioEngine:set_backend("None (Dummy)", "", "")
backend:set_device_name("Uniform White Noise")
local session = create_session("$work/session", "session", 48000)
local track = session:new_audio_track(1, 2, nil, 1, "track", -1,
  ARDOUR.TrackMode.Normal, true, true):front()
local plugin = ARDOUR.LuaAPI.new_plugin(session, "urn:earmark:stereo",
  ARDOUR.PluginType.LV2, "")
track:add_processor_by_index(plugin, -1, nil, true)
track:monitoring_control():set_value(1, PBD.GroupControlDisposition.NoGroup)
sleep(4)

-- Among the control ports, 48 inputs (40 of the mappings) come before the top tag
local names = {"top_tag", "top_probability", "load", "dropped", "tag", "tag"}
for i, name in ipairs(names) do
  print("@" .. name,
    (ARDOUR.LuaAPI.get_processor_param(plugin, 47 + i, false)))
end
session:save_state("", false, false, false)
close_session()
quit()
EOF
timeout 120 ardour7-lua "$work/test.lua" >"$work/output.txt" 2>&1 </dev/null ||
  { cat "$work/output.txt"; exit 1; }

grep '^@' "$work/output.txt" || { cat "$work/output.txt"; exit 1; }
awk '/^@/ { count++ }
  /^@(top_probability|load|tag)/ && !($2 > 0) { bad = 1 }
  /^@(top_probability|tag)/ && !($2 <= 1) { bad = 1 }
  /^@dropped/ && $2 != 0 { bad = 1 }
  END { exit bad || count != 6 }' "$work/output.txt"
grep -q urn:earmark:stereo "$work/session/session.ardour"
