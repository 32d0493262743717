# `dpkg --compare-versions`: 0 is yes, 1 is no, 2 is what it cannot read. What begins with a hyphen it would take for an option.
open STDERR, '>', '/dev/null';
sub is { system('dpkg', '--compare-versions', @_) >> 8 }
while (my $line = <STDIN>) {
  my ($x, $y) = split ' ', $line;
  my $less = is($x, 'lt', $y);
  print $less > 1 ? 'invalid' : $less == 0 ? '<' : is($x, 'eq', $y) == 0 ? '=' : '>', "\n";
}
