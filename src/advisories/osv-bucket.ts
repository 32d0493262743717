import { failure, failureFrom, PlimsollError, reasonOf } from '../base/errors.ts';
import type { Advisory } from '../model/advisory.ts';
import { rootEcosystem } from '../model/osv-ecosystems.ts';
import { fetchArchive, isStill, type LocalArchive } from './archive-download.ts';
import { type ListEnd, type ListedRecord, readModifiedList } from './modified-list.ts';
import { InvalidRecord } from './osv-fields.ts';
import { maxRecordSize, parseOsvRecord } from './osv-record.ts';
import { openDocument, readDocument, type SourceAccess, unreachable } from './source-document.ts';
import { locationText, type SourceLocation, within } from './source-location.ts';
import { zipMembers } from './zip-archive.ts';

/** A record of an archive, read only when it is wanted. */
export interface ArchivedRecord {
  readonly id: string;
  /** Throws `feed-damaged` or `advisory-invalid` by name. */
  read(): Advisory;
}

/** One ecosystem of an OSV bucket: `<base>/<ecosystem>/modified_id.csv`, `all.zip` and `<id>.json`. */
export interface OsvFeed {
  readonly ecosystem: string;
  /** Reads the list of records; null where the bucket has none for this ecosystem. */
  list(take: (record: ListedRecord) => void): Promise<ListEnd | null>;
  /** How the list is named to people. */
  readonly listName: string;
  readonly archiveName: string;
  /** Brings the archive here; throws `source-lacks-file` where there is none. */
  archive(onBytes: (done: number, total: number | null) => void): Promise<LocalArchive>;
  /** The records of an archive that was brought here. */
  records(archive: LocalArchive): AsyncIterable<ArchivedRecord>;
  /** Whether the bucket's archive is still the one that a validator names; null where that cannot be told. */
  archiveIsStill(validator: string): Promise<boolean | null>;
  /** One record on its own; null where the bucket does not have it singly. */
  single(id: string): Promise<Advisory | null>;
}

const mostRecords = 3_000_000;

/** The ecosystems of a bucket, without their releases (`Debian`, not `Debian:11`), from its `ecosystems.txt`. */
export async function bucketEcosystems(base: SourceLocation, access: SourceAccess): Promise<string[]> {
  const location = within(base, 'ecosystems.txt');
  const bytes = await readDocument(location, 2 ** 20, access);
  if (bytes === null) throw failure('source-lacks-file', { url: locationText(location) });
  const names = bytes
    .toString('utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line === rootEcosystem(line));
  const odd = names.find((name) => !/^[A-Za-z0-9][A-Za-z0-9 ._+-]{0,99}$/.test(name) && name !== '[EMPTY]');
  if (odd !== undefined) {
    throw failure('feed-damaged', {
      file: locationText(location),
      reason: {
        en: `${JSON.stringify(odd.slice(0, 40))} is not an ecosystem`,
        'zh-CN': `${JSON.stringify(odd.slice(0, 40))} 不是生态名称`,
      },
    });
  }
  return [...new Set(names)].filter((name) => name !== '[EMPTY]').sort();
}

/** Opens one ecosystem of a bucket. Nothing is read yet. @param folder where downloads are kept meanwhile. */
export function osvFeed(base: SourceLocation, ecosystem: string, folder: string, access: SourceAccess): OsvFeed {
  const listAt = within(base, ecosystem, 'modified_id.csv');
  const archiveAt = within(base, ecosystem, 'all.zip');
  const archiveName = locationText(archiveAt);
  return {
    ecosystem,
    listName: locationText(listAt),
    archiveName,
    async list(take) {
      const document = await openDocument(listAt, access);
      if (document === null) return null;
      try {
        return await readModifiedList(document.body, locationText(listAt), take);
      } catch (error) {
        access.signal.throwIfAborted();
        // What goes wrong while storing the lines is not the source's fault and is told elsewhere.
        throw error instanceof Error && 'errcode' in error ? error : unreachable(error, locationText(listAt));
      }
    },
    async archive(onBytes) {
      const archive = await fetchArchive(archiveAt, folder, access, onBytes);
      if (archive === null) throw failure('source-lacks-file', { url: archiveName });
      return archive;
    },
    records: (archive) => archivedRecords(archive.path, archiveName),
    archiveIsStill: (validator) => isStill(archiveAt, validator, access),
    async single(id) {
      const location = within(base, ecosystem, `${id}.json`);
      const bytes = await readDocument(location, maxRecordSize, access);
      return bytes === null ? null : parseAs(id, bytes, locationText(location));
    },
  };
}

async function* archivedRecords(path: string, label: string): AsyncGenerator<ArchivedRecord> {
  const limits = { member: maxRecordSize, members: mostRecords };
  for await (const member of zipMembers(path, label, limits)) {
    const file = member.name.slice(member.name.lastIndexOf('/') + 1);
    if (!file.endsWith('.json'))
      throw failure('feed-damaged', {
        file: label,
        reason: { en: `${member.name} is not a record`, 'zh-CN': `${member.name} 不是公告记录` },
      });
    const id = file.slice(0, -'.json'.length);
    yield { id, read: () => parseAs(id, member.read(), label) };
  }
}

function parseAs(id: string, bytes: Uint8Array, file: string): Advisory {
  let advisory: Advisory;
  try {
    advisory = parseOsvRecord(bytes);
  } catch (error) {
    if (error instanceof PlimsollError || !(error instanceof InvalidRecord)) throw error;
    throw failureFrom(error, 'advisory-invalid', { file, record: id, reason: reasonOf(error) });
  }
  if (advisory.id === id) return advisory;
  throw failure('advisory-invalid', {
    file,
    record: id,
    reason: { en: `it says that it is ${advisory.id}`, 'zh-CN': `其自称为 ${advisory.id}` },
  });
}
