-- Copyright 2026 the Earmark authors
-- SPDX-License-Identifier: ISC

ardour {
  ["type"]    = "dsp",
  name        = "Earmark: Tag to Parameter",
  category    = "Utility",
  license     = "ISC",
  author      = "The Earmark authors",
  description = [[A tag of Earmark moves a parameter of another plugin. In Write or Touch mode, the parameter's automation lane records it. The audio passes through unchanged.]]
}

-- The tags and scales of Earmark's default view, by the names of their parameters
local tags = {
  "rock", "pop", "electronic", "dance", "house", "techno", "trance",
  "ambient", "hip hop", "rnb", "funk", "reggae", "jazz", "blues", "country",
  "folk", "indie", "alternative", "punk", "metal", "classical", "orchestral",
  "opera", "soundtrack", "new age", "world", "experimental",
  "easy listening", "60s", "70s", "80s", "90s", "00s", "happy", "sad",
  "energetic", "relaxing", "chill", "mellow", "party", "beautiful", "fast",
  "loud", "quiet", "guitar", "acoustic guitar", "electric guitar", "bass",
  "drums", "drum machine", "piano", "synthesizer", "strings", "violin",
  "flute", "harp", "female voice", "male voice", "no voice", "music",
  "speech", "silence", "energy", "valence",
}

local RATE = 25 -- How often a second the parameter may move, at most

function dsp_ioconfig ()
  return { { audio_in = -1, audio_out = -1 } }
end

function dsp_params ()
  local points = {}
  for i, name in ipairs (tags) do points[name] = i end
  return {
    { ["type"] = "input", name = "Active", min = 0, max = 1, default = 0, toggled = true },
    { ["type"] = "input", name = "Tag", min = 1, max = #tags, default = 1, enum = true, scalepoints = points },
    { ["type"] = "input", name = "Earmark's track (0: first found)", min = 0, max = 256, default = 0, integer = true },
    { ["type"] = "input", name = "Target track (0: the same)", min = 0, max = 256, default = 0, integer = true },
    { ["type"] = "input", name = "Target plugin (1: the first)", min = 1, max = 64, default = 1, integer = true },
    { ["type"] = "input", name = "Target parameter (1: the first)", min = 1, max = 1024, default = 1, integer = true },
    { ["type"] = "input", name = "From (probability)", min = 0, max = 1, default = 0 },
    { ["type"] = "input", name = "To (probability)", min = 0, max = 1, default = 1 },
    { ["type"] = "input", name = "Value at From (% of range)", min = 0, max = 100, default = 0 },
    { ["type"] = "input", name = "Value at To (% of range)", min = 0, max = 100, default = 100 },
    { ["type"] = "input", name = "Smoothing (s)", min = 0, max = 10, default = 0.5 },
    { ["type"] = "output", name = "Probability", min = 0, max = 1 },
    { ["type"] = "output", name = "Found both (1: yes)", min = 0, max = 1 },
  }
end

local ACTIVE, TAG, SOURCE_TRACK, TARGET_TRACK, PLUGIN, PARAMETER = 1, 2, 3, 4, 5, 6
local FROM, TO, LOW, HIGH, SMOOTHING, PROBABILITY, FOUND = 7, 8, 9, 10, 11, 12, 13

local rate = 48000
local wait = 0      -- samples until the next step
local search = 0    -- steps until the next look for what was not found
local chosen = ""   -- what is being looked for
local source, target, source_port, target_port, descriptor
local value, sent

function dsp_init (r)
  rate = r
end

-- The n-th plugin of a route, or nil
local function nth_plugin (route, n)
  local proc = route:nth_plugin (n)
  if proc:isnil () then return nil end
  return proc, proc:to_insert ():plugin (0)
end

-- Earmark on a route, and where among its control ports the tag is; or nil
local function find_tag (route, name)
  for n = 0, 63 do
    local proc, plugin = nth_plugin (route, n)
    if not proc then return nil end
    local port = 0
    for i = 0, plugin:parameter_count () - 1 do
      if plugin:parameter_is_control (i) then
        if plugin:parameter_is_output (i) and plugin:parameter_label (i) == name
          and plugin:get_info ().unique_id:match ("^urn:earmark:") then
          return proc, port
        end
        port = port + 1
      end
    end
  end
end

-- The n-th input among a plugin's control ports; or nil
local function find_input (plugin, wanted)
  local port, input = 0, 0
  for i = 0, plugin:parameter_count () - 1 do
    if plugin:parameter_is_control (i) then
      if plugin:parameter_is_input (i) then
        input = input + 1
        if input == wanted then
          local _, d = plugin:get_parameter_descriptor (i, ARDOUR.ParameterDescriptor ())
          return port, d[2]
        end
      end
      port = port + 1
    end
  end
end

local function find (controls)
  source, target, value, sent = nil, nil, nil, nil
  local number, track = 0, nil
  for route in Session:get_routes ():iter () do
    number = number + 1
    if controls[SOURCE_TRACK] == 0 or controls[SOURCE_TRACK] == number then
      source, source_port = find_tag (route, tags[math.floor (controls[TAG])])
      if source then
        track = route
        break
      end
    end
  end
  number = 0
  for route in Session:get_routes ():iter () do
    number = number + 1
    if controls[TARGET_TRACK] == number then track = route end
  end
  if not source or not track then return end
  local proc, plugin = nth_plugin (track, math.floor (controls[PLUGIN]) - 1)
  if proc then
    target_port, descriptor = find_input (plugin, math.floor (controls[PARAMETER]))
    if target_port then target = proc end
  end
end

local function step (controls)
  local now = ""
  for i = TAG, PARAMETER do now = now .. controls[i] .. " " end
  search = search - 1
  if now ~= chosen or (not target and search <= 0) then
    chosen, search = now, RATE
    find (controls)
  end
  controls[FOUND] = target and 1 or 0
  if not source then return end

  local probability = ARDOUR.LuaAPI.get_processor_param (source, source_port, true)
  local share = controls[SMOOTHING] > 0 and 1 - math.exp (-1 / (RATE * controls[SMOOTHING])) or 1
  value = value and value + share * (probability - value) or probability
  controls[PROBABILITY] = value
  if controls[ACTIVE] <= 0 or not target then return end

  local width = math.max (controls[TO] - controls[FROM], 1e-6)
  local place = math.min (math.max ((value - controls[FROM]) / width, 0), 1)
  local percent = controls[LOW] + place * (controls[HIGH] - controls[LOW])
  local wanted = descriptor.lower + percent / 100 * (descriptor.upper - descriptor.lower)
  if not sent or math.abs (wanted - sent) > 0.001 * (descriptor.upper - descriptor.lower) then
    sent = wanted
    ARDOUR.LuaAPI.set_processor_param (target, target_port, wanted)
  end
end

function dsp_run (ins, outs, n_samples)
  for c = 1, #outs do
    if ins[c] and ins[c] ~= outs[c] then
      ARDOUR.DSP.copy_vector (outs[c], ins[c], n_samples)
    end
  end
  wait = wait - n_samples
  if wait <= 0 then
    wait = math.floor (rate / RATE)
    step (CtrlPorts:array ())
  end
end
