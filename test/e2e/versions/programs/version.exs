sign = %{lt: "<", eq: "=", gt: ">"}

for line <- IO.stream(:stdio, :line) do
  [a, b] = line |> String.trim_trailing("\n") |> String.split(" ")

  case {Version.parse(a), Version.parse(b)} do
    {{:ok, x}, {:ok, y}} -> IO.puts(sign[Version.compare(x, y)])
    _ -> IO.puts("invalid")
  end
end
