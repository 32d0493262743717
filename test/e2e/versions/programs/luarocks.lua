local vers = require("luarocks.core.vers")
local told
require("luarocks.core.util").warning = function() told = true end
-- It warns of each text once and remembers what it made of it.
local bad = {}
local function read(text)
  told = false
  local version = vers.parse_version(text)
  bad[text] = bad[text] or told
  return version
end
for line in io.stdin:lines() do
  local a, b = string.match(line, "^(.-) (.*)$")
  local x, y = read(a), read(b)
  print((bad[a] or bad[b]) and "invalid" or x < y and "<" or y < x and ">" or "=")
end
