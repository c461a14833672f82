-- Copyright 2026 the Earmark authors
-- SPDX-License-Identifier: ISC

-- What the scripts here share.  Results go to stdout, a line each: @key value...

work = os.getenv ("EARMARK_WORK")

function report (key, ...)
  print ("@" .. key, ...)
  io.stdout:flush ()
end

function start_engine ()
  local backend = AudioEngine:set_backend ("None (Dummy)", "", "")
  backend:set_device_name ("Silence")
end

-- Number of a parameter among a plugin's control ports
function find_control (proc, label)
  local plugin = proc:to_insert ():plugin (0)
  local n = 0
  for i = 0, plugin:parameter_count () - 1 do
    if plugin:parameter_is_control (i) then
      if plugin:parameter_label (i) == label then return n end
      n = n + 1
    end
  end
  error ("no control " .. label)
end

function get (proc, label)
  return (ARDOUR.LuaAPI.get_processor_param (proc, find_control (proc, label), true))
end

function set (proc, label, value)
  assert (ARDOUR.LuaAPI.set_processor_param (proc, find_control (proc, label), value))
end

-- All that the user can set, as a text
function settings_of (proc)
  local plugin = proc:to_insert ():plugin (0)
  local n, text = 0, ""
  for i = 0, plugin:parameter_count () - 1 do
    if plugin:parameter_is_control (i) then
      if plugin:parameter_is_input (i) then
        text = text .. string.format ("%g ", (ARDOUR.LuaAPI.get_processor_param (proc, n, true)))
      end
      n = n + 1
    end
  end
  return text
end
