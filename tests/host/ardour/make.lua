-- Copyright 2026 the Earmark authors
-- SPDX-License-Identifier: ISC

-- A session: music through Earmark, an equaliser that a tag moves, and a MIDI
-- track for what the mappings send

dofile (os.getenv ("EARMARK_SCRIPTS") .. "/common.lua")
start_engine ()
local session = create_session (work .. "/session", "session", 48000)
local track = session:new_audio_track (1, 2, nil, 1, "music", -1, ARDOUR.TrackMode.Normal, true, true):front ()

for _, name in ipairs ({ "stereo", "mono", "msd", "mtat", "jamendo" }) do
  local plugin = ARDOUR.LuaAPI.new_plugin (session, "urn:earmark:" .. name, ARDOUR.PluginType.LV2, "")
  assert (not plugin:isnil (), name)
end

local earmark = ARDOUR.LuaAPI.new_plugin (session, "urn:earmark:stereo", ARDOUR.PluginType.LV2, "")
track:add_processor_by_index (earmark, -1, nil, true)
local plugin = earmark:to_insert ():plugin (0)
for _, name in ipairs ({ "Live display", "Mood automation", "Broadcast monitor", "Voice detector", "DJ" }) do
  assert (plugin:load_preset (plugin:preset_by_label (name)), name)
end
report ("preset", get (earmark, "Memory"), get (earmark, "Smoothing"))
set (earmark, "Threshold", 0.25)
set (earmark, "Hidden groups", 5)
set (earmark, "Map 3 Tag", 37) -- relaxing
set (earmark, "Map 3 Number", 30)
set (earmark, "Map 3 Curve", 1.0)
set (earmark, "Map 3 Smoothing", 0.25)
set (earmark, "Map 4 From", 0.125)

local equaliser = ARDOUR.LuaAPI.new_plugin (session, "urn:ardour:a-eq", ARDOUR.PluginType.LV2, "")
track:add_processor_by_index (equaliser, -1, nil, true)
local script = ARDOUR.LuaAPI.new_luaproc (session, "Earmark: Tag to Parameter")
track:add_processor_by_index (script, 0, nil, true)
set (script, "Tag", 37)
set (script, "Target plugin (1: the first)", 3)
set (script, "Active", 1)
local probe = ARDOUR.LuaAPI.new_luaproc (session, "Earmark test: tags as audio")
session:master_out ():add_processor_by_index (probe, -1, nil, true)

local one = ARDOUR.ChanCount (ARDOUR.DataType ("midi"), 1)
local midi = session:new_midi_track (one, one, true, ARDOUR.PluginInfo (), nil, nil, 1, "cc", -1,
  ARDOUR.TrackMode.Normal, false, true):front ()
assert (midi:input ():midi (0):connect (track:output ():midi (0):name ()) == 0)
sleep (1)
report ("settings", settings_of (earmark))
session:save_state ("", false, false, false)
close_session ()
quit ()
