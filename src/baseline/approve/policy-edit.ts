import { isDeepStrictEqual } from 'node:util';
import { type Document, isMap, isSeq, parseDocument, type ToStringOptions, YAMLMap, YAMLSeq } from 'yaml';
import type { ApprovedBase } from '../../policy/approved-bases.ts';
import { changedLines } from './changed-lines.ts';

/** How the library may be told to write; a file keeps the way in which it was written. */
const styles: readonly ToStringOptions[] = [2, 4].flatMap((indent) =>
  [true, false].flatMap((indentSeq) =>
    [true, false].map((flowCollectionPadding) => ({ indent, indentSeq, flowCollectionPadding, lineWidth: 0 })),
  ),
);

/** A text that is no longer the policy it was is found out, not warned about on the terminal. */
const reading = { logLevel: 'silent', stringKeys: true } as const;

/**
 * The text of a policy file with one more approved base image in `controls.baseImages.approved`. Every other line stays byte for byte as
 * it was. The file was checked before: it is one document without anchors and tags.
 */
export function withApprovedBase(text: string, base: ApprovedBase): string {
  const ending = /\r\n/.test(text) ? '\r\n' : '\n';
  const plain = text.replaceAll('\r\n', '\n');
  const before = parseDocument(plain, reading);
  const after = parseDocument(plain, reading);
  approvedIn(after).add(after.createNode({ name: base.name, diffIds: [...base.diffIds] }));
  const wanted: unknown = after.toJS();
  const written = nearestStyles(plain).map((style) => ({ old: before.toString(style), made: after.toString(style) }));
  const kept = written
    .map(({ old, made }) => spliced(plain, old, made))
    .find((made) => isDeepStrictEqual(readBack(made), wanted));
  // Where the library breaks lines in other places than the author did, its own writing is what is sure to be right.
  return (kept ?? written[0]?.made ?? plain).replaceAll('\n', ending);
}

function readBack(text: string): unknown {
  const document = parseDocument(text, reading);
  return document.errors.length > 0 ? null : document.toJS();
}

/** Ways of writing, those first that leave the most lines of a text as they are. */
function nearestStyles(text: string): readonly ToStringOptions[] {
  const lines = new Set(text.split('\n'));
  const document = parseDocument(text, reading);
  const kept = (style: ToStringOptions) =>
    document
      .toString(style)
      .split('\n')
      .filter((line) => lines.has(line)).length;
  return styles
    .map((style) => ({ style, kept: kept(style) }))
    .sort((a, b) => b.kept - a.kept)
    .map(({ style }) => style);
}

/** The list, made where it is missing; the control is turned on where it was off. */
function approvedIn(document: Document): YAMLSeq {
  const controls = mapIn(document, ['controls']);
  if (controls.items.length === 0) controls.flow = false;
  const baseImages = mapIn(document, ['controls', 'baseImages']);
  const approved = document.getIn(['controls', 'baseImages', 'approved']);
  if (isSeq(approved)) {
    if (approved.items.length === 0) approved.flow = false;
    return approved;
  }
  const list = new YAMLSeq();
  baseImages.flow = false;
  baseImages.set('approved', list);
  return list;
}

function mapIn(document: Document, path: readonly string[]): YAMLMap {
  const there = document.getIn(path);
  if (isMap(there)) return there;
  const made = new YAMLMap();
  document.setIn(path, made);
  return made;
}

/** The author's text with what differs between two writings of the library. */
function spliced(text: string, before: string, after: string): string {
  const own = text.split('\n');
  const old = before.split('\n');
  const change = changedLines(old, after.split('\n'));
  // The same number of lines: what the library writes anew stands where the author wrote it.
  const surplus = own.length - old.length;
  const isTrailing = surplus > 0 && own.slice(old.length).every((line) => line.trim() === '');
  if (surplus !== 0 && !isTrailing) return after;
  const tail = own.slice(change.from + change.removed.length);
  return [...own.slice(0, change.from), ...change.added, ...tail].join('\n');
}
