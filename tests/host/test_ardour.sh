#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# Ardour takes the plugin into a session and reads its tags (white noise in)
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
for _, uri in ipairs({"stereo", "msd", "mtat", "jamendo"}) do
  local plugin = ARDOUR.LuaAPI.new_plugin(session, "urn:earmark:" .. uri,
    ARDOUR.PluginType.LV2, "")
  assert(not plugin:isnil(), uri)
  track:add_processor_by_index(plugin, -1, nil, true)
  track:monitoring_control():set_value(1, PBD.GroupControlDisposition.NoGroup)
  sleep(4)
  local values = {}
  for port = 6, 59 do -- outputs among the control ports: top tag to 50th tag
    values[#values + 1] = ARDOUR.LuaAPI.get_processor_param(plugin, port, false)
  end
  print("outputs", uri, table.concat(values, " "))
end
session:save_state("", false, false, false)
close_session()
quit()
EOF
ardour7-lua "$work/test.lua" >"$work/output.txt" 2>&1 </dev/null
cat "$work/output.txt"
