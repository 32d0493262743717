{ pairs }:
map (
  pair: builtins.compareVersions (builtins.elemAt pair 0) (builtins.elemAt pair 1)
) (builtins.fromJSON (builtins.readFile pairs))
