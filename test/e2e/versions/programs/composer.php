<?php
// Branches without numbers have no order: Composer only tells whether they are the same.
require '/usr/share/php/Composer/Semver/autoload.php';
$parser = new Composer\Semver\VersionParser();
while (($line = fgets(STDIN)) !== false) {
    try {
        [$a, $b] = array_map(fn ($text) => $parser->normalize($text), explode(' ', rtrim($line, "\n")));
        if (str_starts_with($a, 'dev-') || str_starts_with($b, 'dev-')) throw new UnexpectedValueException();
        echo ['<', '=', '>'][version_compare($a, $b) + 1], "\n";
    } catch (UnexpectedValueException) {
        echo "invalid\n";
    }
}
