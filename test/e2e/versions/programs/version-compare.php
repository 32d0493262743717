<?php
while (($line = fgets(STDIN)) !== false) {
    [$a, $b] = explode(' ', rtrim($line, "\n"));
    echo ['<', '=', '>'][version_compare($a, $b) + 1], "\n";
}
