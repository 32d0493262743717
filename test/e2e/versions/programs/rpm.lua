for line in io.stdin:lines() do
  local a, b = string.match(line, "^(.-) (.*)$")
  local order = rpm.vercmp(a, b)
  print(order < 0 and "<\n" or order > 0 and ">\n" or "=\n")
end
