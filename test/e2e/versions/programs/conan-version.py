import sys

from conan.errors import ConanException
from conan.internal.model.version import Version

for line in sys.stdin:
    a, b = line.rstrip('\n').split(' ')
    try:
        a, b = Version(a), Version(b)
        print('<' if a < b else '>' if a > b else '=')
    except ConanException:
        print('invalid')
