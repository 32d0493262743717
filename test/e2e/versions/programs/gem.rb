STDIN.each_line do |line|
  a, b = line.chomp.split(' ')
  begin
    puts({ -1 => '<', 0 => '=', 1 => '>' }[Gem::Version.new(a) <=> Gem::Version.new(b)])
  rescue ArgumentError
    puts 'invalid'
  end
end
