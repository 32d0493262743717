import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { attributeOf, XmlFault, xmlEvents } from './xml-events.ts';

/** `<a>`, `</>` and texts, as they come. */
function read(source: string | Buffer): string {
  return [...xmlEvents(Buffer.from(source))]
    .map((event) => (event.kind === 'open' ? `<${event.name}>` : event.kind === 'close' ? '</>' : event.text))
    .join('');
}

describe('what is read', () => {
  const cases: readonly [string, string | Buffer, string][] = [
    ['elements and texts', '<a>x<b>y</b></a>', '<a>x<b>y</></>'],
    ['behind a declaration', '<?xml version="1.0"?>\n<a/>\n', '<a></>'],
    ['behind a mark of the order of bytes', '\ufeff<a/>', '<a></>'],
    ['without prefixes and attributes', '<m:a xmlns:m="u" b = \'>\' c=">/"  >x</m:a >', '<a>x</>'],
    ['an end within an attribute', '<a b="/>"><c d=\'"\'/></a>', '<a><c></></>'],
    ['without comments and instructions', '<a>x<!-- <b> -- ]]> --><?php <c> ?>y</a>', '<a>xy</>'],
    ['text that is meant as it is', '<a><![CDATA[<b> & ]] ]]></a>', '<a><b> & ]] </>'],
    ['references to characters', '<a>&lt;&amp;&#65;&#x1F600;&quot;&apos;&gt;</a>', '<a><&A😀"\'></>'],
    ['references to anything else, as they stand', '<a>&x; &#xFFFFFF; &#; & b</a>', '<a>&x; &#xFFFFFF; &#; & b</>'],
    [
      'one byte a character where it says so',
      Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe9</a>', 'latin1'),
      '<a>é</>',
    ],
    ['a hundred deep', `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`, `${'<a>'.repeat(100)}${'</>'.repeat(100)}`],
  ];
  for (const [name, source, expected] of cases) test(name, () => assert.equal(read(source), expected));
});

describe('what is refused', () => {
  const cases: readonly [string, string | Buffer][] = [
    ['entities that unfold', '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>'],
    ['entities that lead elsewhere', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
    ['an element that does not end', '<a><b></b>'],
    ['one that ends as another', '<a><b></a></b>'],
    ['an end without a beginning', '<a></a></b>'],
    ['nothing', ' <!-- a --> '],
    ['two documents', '<a/><b/>'],
    ['text outside', 'x<a/>'],
    ['text that is meant as it is, outside', '<![CDATA[x]]><a/>'],
    ['a tag that does not end', '<a b="'],
    ['a comment that does not end', '<a><!-- </a>'],
    ['text that is meant as it is, without an end', '<a><![CDATA[ </a>'],
    ['no name', '<a>< ></a>'],
    ['a hundred and one deep', `${'<a>'.repeat(101)}${'</a>'.repeat(101)}`],
    ['two bytes a character', Buffer.from('\ufeff<a/>', 'utf16le')],
    ['two bytes a character by its own word', '<?xml version="1.0" encoding="UTF-16"?><a/>'],
  ];
  for (const [name, source] of cases) test(name, () => assert.throws(() => read(source), XmlFault));
});

test('attributes are told by their names', () => {
  const [open] = xmlEvents(Buffer.from('<a b="1 &amp; &#50;" c-d = \'"\' e:f="" b="3"/>'));
  assert.ok(open?.kind === 'open');
  const values = ['b', 'c-d', 'e:f', 'f', 'd'].map((name) => attributeOf(open.attributes, name));
  assert.deepEqual(values, ['1 & 2', '"', '', null, null]);
});
