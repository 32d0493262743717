/** A property list that libplist's `plistutil` (Debian's libplist-utils 2.2) wrote: names in several scripts, other values, a dictionary in it. */
export const binaryPlist = Buffer.from(
  [
    'YnBsaXN0MDDYAQMFBwkLDRACBAYICgwOEVxDRkJ1bmRsZU5hbWVWU2FtcGxlXxATQ0ZCdW5kbGVEaXNwbGF5TmFtZWkAUwDkAG0A',
    'cABsAGUAIGg3ZyxfEBJDRkJ1bmRsZUlkZW50aWZpZXJfEBJvcmcuZXhhbXBsZS5zYW1wbGVfEBpDRkJ1bmRsZVNob3J0VmVyc2lv',
    'blN0cmluZ1UxLjIuM18QD0NGQnVuZGxlVmVyc2lvblM0NTZfEBBMU1JlcXVpcmVzQ2FyYm9uCV8QGkNGQnVuZGxlU3VwcG9ydGVk',
    'UGxhdGZvcm1zoQ9WTWFjT1NYVk5lc3RlZNEBElVpbm5lcgAIABkAJgAtAEMAVgBrAIAAnQCjALUAuQDMAM0A6gDsAPMA+gD9AAAA',
    'AAAAAgEAAAAAAAAAEwAAAAAAAAAAAAAAAAAAAQM=',
  ].join(''),
  'base64',
);
