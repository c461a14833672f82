-- Copyright 2026 the Earmark authors
-- SPDX-License-Identifier: ISC

ardour {
  ["type"]    = "EditorAction",
  name        = "Earmark: Tag to Automation",
  license     = "ISC",
  author      = "The Earmark authors",
  description = [[Analyses the selected audio regions with the program earmark, and writes the probability of a tag into a plugin parameter's automation lane]]
}

-- Parameters that can be automated, in a table of tables for a dialog:
-- track, plugin, parameter
local function find_targets ()
  local targets = {}
  for route in Session:get_routes ():iter () do
    local n = 0
    while not route:nth_plugin (n):isnil () do
      local proc = route:nth_plugin (n)
      local plugin = proc:to_insert ():plugin (0)
      local title = (n + 1) .. ": " .. plugin:name ()
      local port = 0
      for i = 0, plugin:parameter_count () - 1 do
        if plugin:parameter_is_control (i) then
          local label = plugin:parameter_label (i)
          if plugin:parameter_is_input (i) and label ~= "hidden" then
            local name, number = route:name (), port
            targets[name] = targets[name] or {}
            targets[name][title] = targets[name][title] or {}
            -- A function, as the dialog would show a table as a menu
            targets[name][title][label] = function () return { proc, number } end
          end
          port = port + 1
        end
      end
      n = n + 1
    end
  end
  return targets
end

-- In a shell's single quotes
local function quote (text)
  return "'" .. text:gsub ("'", "'\\''") .. "'"
end

-- Pairs of seconds and probability of a tag in a file; or nil and why not
local function analyse (program, path, tag)
  local pipe = io.popen (quote (program) .. " tag --over-time --json " .. quote (path) .. " 2>&1")
  if not pipe then return nil, "The program earmark cannot be started." end
  local points, last = {}, nil
  local key = '"' .. tag:gsub ("%p", "%%%0") .. '":([%d.e+-]+)'
  for line in pipe:lines () do
    local time = line:match ('"time":([%d.e+-]+)')
    local value = line:match (key)
    if time and value then
      points[#points + 1] = { tonumber (time), tonumber (value) }
    else
      last = line
    end
  end
  pipe:close ()
  if #points == 0 then
    return nil, last or ("Nothing was found of the tag " .. tag .. ".")
  end
  return points
end

-- Write the part of a file that a region has into an automation list
local function write (list, region, points, low, high)
  local rate = Session:nominal_sample_rate ()
  local begin = region:start ():samples ()
  local length = region:length ():samples ()
  local shift = region:position ():samples () - begin
  local last, held
  list:clear (region:position (), region:position () + region:length ())
  for _, point in ipairs (points) do
    local sample = math.floor (point[1] * rate)
    local value = low + point[2] * (high - low)
    -- The tags change five times a second; of what stays, as in silence, only the
    -- ends need a point
    if sample >= begin and sample < begin + length then
      if value == last then
        held = sample
      else
        if held then
          list:add (Temporal.timepos_t (held + shift), last, false, true)
        end
        list:add (Temporal.timepos_t (sample + shift), value, false, true)
        last, held = value, nil
      end
    end
  end
end

local function complain (text)
  LuaDialog.Message ("Earmark", text, LuaDialog.MessageType.Warning, LuaDialog.ButtonType.Close):run ()
end

function factory () return function ()
  local answers = LuaDialog.Dialog ("Earmark: Tag to Automation", {
    { type = "entry", key = "tag", title = "Tag", default = "energetic" },
    { type = "dropdown", key = "target", title = "Parameter", values = find_targets () },
    { type = "slider", key = "low", title = "Value at 0 (% of range)", min = 0, max = 100, default = 0 },
    { type = "slider", key = "high", title = "Value at 1 (% of range)", min = 0, max = 100, default = 100 },
    { type = "entry", key = "program", title = "Program", default = "earmark" },
  }):run ()
  if not answers or not answers["target"] then return end
  local proc, port = table.unpack (answers["target"] ())
  local list, _, descriptor = ARDOUR.LuaAPI.plugin_automation (proc, port)
  if list:isnil () then return complain ("This parameter cannot be automated.") end
  local range = descriptor.upper - descriptor.lower
  local low = descriptor.lower + answers["low"] / 100 * range
  local high = descriptor.lower + answers["high"] / 100 * range

  Session:begin_reversible_command ("Earmark: Tag to Automation")
  local before = list:get_state ()
  local n = 0
  for region in Editor:get_selection ().regions:regionlist ():iter () do
    local audio = region:to_audioregion ()
    local source = not audio:isnil () and region:source (0):to_filesource ()
    if source and not source:isnil () then
      local points, problem = analyse (answers["program"], source:path (), answers["tag"])
      if not points then
        complain (problem)
      else
        write (list, region, points, low, high)
        n = n + 1
      end
    end
  end
  if n == 0 then return Session:abort_reversible_command () end
  Session:add_command (list:memento_command (before, list:get_state ()))
  Session:commit_reversible_command (nil)
end end
