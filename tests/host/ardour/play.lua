-- Copyright 2026 the Earmark authors
-- SPDX-License-Identifier: ISC

-- Play the session: the settings are as they were saved, the tag moves the
-- equaliser and leaves points in its lane, and the MIDI track records

dofile (os.getenv ("EARMARK_SCRIPTS") .. "/common.lua")
start_engine ()
local session = load_session (work .. "/session", "session")
local track = session:route_by_name ("music")
local midi = session:route_by_name ("cc"):to_track ()
local script, earmark, equaliser = track:nth_plugin (0), track:nth_plugin (1), track:nth_plugin (2)
report ("settings", settings_of (earmark))

local list = ARDOUR.LuaAPI.plugin_automation (equaliser, 0)
equaliser:to_automatable ():automation_control (
  Evoral.Parameter (ARDOUR.AutomationType.PluginAutomation, 0, 0), false
):set_automation_state (ARDOUR.AutoState.Write)
midi:rec_enable_control ():set_value (1, PBD.GroupControlDisposition.NoGroup)
sleep (1)
session:maybe_enable_record (false)
session:request_roll (ARDOUR.TransportRequestSource.TRS_UI)
for i = 1, 6 do
  sleep (1)
  report ("tag", session:transport_sample (), get (earmark, "relaxing"), get (script, "Found both (1: yes)"),
    get (equaliser, "Frequency L"), get (earmark, "Dropped"))
end
session:request_stop (false, false, ARDOUR.TransportRequestSource.TRS_UI)
sleep (2)
for event in list:events ():iter () do
  report ("point", event.when:samples (), event.value)
end
for region in midi:playlist ():region_list ():iter () do
  local control = region:to_midiregion ():control (
    Evoral.Parameter (ARDOUR.AutomationType.MidiCCAutomation, 0, 30), false)
  local rate = session:nominal_sample_rate ()
  for event in control:list ():events ():iter () do
    report ("cc", event.when:samples () / rate, event.value)
  end
end

-- While it runs, a preset takes effect at once
local plugin = earmark:to_insert ():plugin (0)
assert (plugin:load_preset (plugin:preset_by_label ("Mood automation")))
sleep (1)
report ("preset", get (earmark, "Memory"), get (earmark, "Smoothing"), get (earmark, "Map 3 Number"))
close_session ()
quit ()
