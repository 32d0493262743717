import type { LedgerService, LedgerWrite } from './cli/ledger-service.ts';
import type { StateHome } from './cli/services.ts';
import type { WriteOptions } from './ledger/writer.ts';

/** Milliseconds to wait for other writers. */
const patience = 10_000;

/** The ledger of a state directory, each part of it imported when it is first needed. */
export function ledgerService(home: StateHome): LedgerService {
  const options = ({ key, signal }: LedgerWrite): WriteOptions => ({
    home: home.ready(),
    key,
    now: () => new Date(),
    patience,
    signal,
  });
  const append: LedgerService['append'] = async (records, request) =>
    (await import('./ledger/writer.ts')).appendRecords(options(request), records);
  return {
    prepare: async (request) => void (await append([], request)),
    append,
    standing: async (identity) => {
      const reader = (await import('./ledger/reader.ts')).openLedgerReader(home.path);
      try {
        return reader.newest(identity);
      } finally {
        reader.close();
      }
    },
    entries: async () => (await import('./ledger/history.ts')).countEntries(home.path),
    images: async () => (await import('./ledger/history.ts')).listImages(home.path),
    find: async (start) => (await import('./ledger/history.ts')).findImages(home.path, start),
    verify: async (step) => (await import('./ledger/verify.ts')).verifyLedger(home.path, step),
    export: async () => (await import('./ledger/export.ts')).exportLedger(home.path),
    import: async ({ file, content, publicKeys, ...request }) => {
      const [{ readExport }, { importLedger }, { readGivenPublicKey }] = await Promise.all([
        import('./ledger/foreign.ts'),
        import('./ledger/import.ts'),
        import('./ledger/public-key.ts'),
      ]);
      const keys = publicKeys.map(readGivenPublicKey);
      const { now, ...rest } = options(request);
      const foreign = await readExport(content, keys, { file, now: now() });
      return importLedger({ ...rest, now }, foreign, { file, publicKeys: keys });
    },
  };
}
