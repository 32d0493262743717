import sys

from packaging.version import InvalidVersion, Version

for line in sys.stdin:
    a, b = line.rstrip('\n').split(' ')
    try:
        a, b = Version(a), Version(b)
        print('<' if a < b else '>' if a > b else '=')
    except InvalidVersion:
        print('invalid')
