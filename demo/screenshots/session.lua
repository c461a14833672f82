-- Copyright 2026 the Earmark authors
-- SPDX-License-Identifier: ISC

-- A session with Earmark on a track, and mappings to see in its window

local work = os.getenv ("EARMARK_WORK")
local backend = AudioEngine:set_backend ("None (Dummy)", "", "")
backend:set_device_name ("Silence")
local session = create_session (work .. "/session", "session", 48000)
local track = session:new_audio_track (1, 2, nil, 1, "music", -1, ARDOUR.TrackMode.Normal, true, true):front ()
local earmark = ARDOUR.LuaAPI.new_plugin (session, "urn:earmark:stereo", ARDOUR.PluginType.LV2, "")
track:add_processor_by_index (earmark, 0, nil, true)
local plugin = earmark:to_insert ():plugin (0)
local values = { ["Map 1 Tag"] = 63, ["Map 1 Number"] = 74, ["Map 2 Tag"] = 65, ["Map 2 Kind"] = 2, ["Map 2 Number"] = 60 }
local n = 0
for i = 0, plugin:parameter_count () - 1 do
  if plugin:parameter_is_control (i) then
    local value = values[plugin:parameter_label (i)]
    if value then ARDOUR.LuaAPI.set_processor_param (earmark, n, value) end
    n = n + 1
  end
end
sleep (1)
session:save_state ("", false, false, false)
close_session ()
quit ()
