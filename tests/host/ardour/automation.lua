-- Copyright 2026 the Earmark authors
-- SPDX-License-Identifier: ISC

-- The script "Tag to Automation" on the music's region.  Without a window there
-- is no editor, so its selection and the dialog's answers are ours.

dofile (os.getenv ("EARMARK_SCRIPTS") .. "/common.lua")
start_engine ()
local session = load_session (work .. "/session", "session")
local track = session:route_by_name ("music"):to_track ()
local equaliser = track:nth_plugin (2)

Editor = {
  get_selection = function ()
    return { regions = { regionlist = function () return track:playlist ():region_list () end } }
  end,
}
LuaDialog = {
  Dialog = function (_, title, fields)
    return {
      run = function ()
        local answers = {}
        for _, field in ipairs (fields or title) do
          answers[field.key] = field.default
          if field.key == "target" then
            answers.target = field.values["music"]["3: ACE EQ"]["Gain L"]
          end
        end
        answers.tag = "relaxing"
        answers.program = os.getenv ("EARMARK_PROGRAM")
        return answers
      end,
    }
  end,
}
setmetatable (LuaDialog, {})
LuaDialog.Dialog = (function (inner) return function (title, fields) return inner (nil, title, fields) end end) (LuaDialog.Dialog)
LuaDialog.Message = function (_, text) error (text) end

function ardour () end
dofile (os.getenv ("EARMARK_ACTION"))
factory () ()
local list, _, descriptor = ARDOUR.LuaAPI.plugin_automation (equaliser, find_control (equaliser, "Gain L"))
for event in list:events ():iter () do
  report ("point", event.when:samples (), (event.value - descriptor.lower) / (descriptor.upper - descriptor.lower))
end
session:save_state ("", false, false, false)
close_session ()
quit ()
