use version;
while (my $line = <STDIN>) {
  my ($x, $y) = map { eval { version::is_lax($_) && $_ !~ /^undef/ ? version->parse($_) : undef } } split ' ', $line;
  print defined $x && defined $y ? ('<', '=', '>')[($x <=> $y) + 1] : 'invalid', "\n";
}
