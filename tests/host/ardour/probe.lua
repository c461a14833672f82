-- Copyright 2026 the Earmark authors
-- SPDX-License-Identifier: ISC

ardour {
  ["type"]    = "dsp",
  name        = "Earmark test: tags as audio",
  category    = "Utility",
  license     = "ISC",
  author      = "The Earmark authors",
  description = [[Two of Earmark's tags in place of the audio, to see them in an export]]
}

function dsp_ioconfig ()
  return { { audio_in = 2, audio_out = 2 } }
end

local source, ports

local function find ()
  for route in Session:get_routes ():iter () do
    local proc = route:nth_plugin (1)
    if not proc:isnil () and proc:display_name () == "Earmark" then
      local plugin = proc:to_insert ():plugin (0)
      local n = 0
      source, ports = proc, {}
      for i = 0, plugin:parameter_count () - 1 do
        if plugin:parameter_is_control (i) then
          if plugin:parameter_label (i) == "relaxing" then ports[1] = n end
          if plugin:parameter_label (i) == "rock" then ports[2] = n end
          n = n + 1
        end
      end
    end
  end
end

function dsp_run (ins, outs, n_samples)
  if not source then find () end
  for c = 1, 2 do
    local value = source and ARDOUR.LuaAPI.get_processor_param (source, ports[c], true) or 0
    local samples = outs[c]:array ()
    for i = 1, n_samples do samples[i] = value end
  end
end
