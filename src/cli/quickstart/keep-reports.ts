import { mkdirSync, readdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { failureFrom } from '../../base/errors.ts';
import { wordsOf } from '../../base/system-words.ts';
import type { Report } from '../../model/report.ts';
import type { ReportView } from '../../reports/reporter.ts';
import type { Io } from '../io.ts';
import { stageFile } from '../report-file.ts';
import { schemesByType } from '../report-targets.ts';
import type { Services } from '../services.ts';
import { indexPage } from './index-page.ts';
import type { Look } from './look.ts';

/** Keeps the HTML reports of one quick start in the state directory. */
export interface ReportKeeper {
  /** Writes the report about one image and returns its file. */
  keep(ref: string, report: Report): string;
  /** Returns the page to open: the report itself where there is one, else a list of them. */
  index(looks: readonly Look[]): string;
}

/** Empties the folder: reports of an earlier look would be taken for this one's. Throws `home-unusable` or `cannot-write`. */
export async function reportKeeper(services: Services, io: Io): Promise<ReportKeeper> {
  const folder = join(io.home.ready(), 'quickstart');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder)) if (name.endsWith('.html')) unlinkSync(join(folder, name));
  } catch (error) {
    throw failureFrom(error, 'cannot-write', { file: folder, reason: wordsOf(error) });
  }
  const html = (await services.reporters()).find(({ format }) => format === 'html');
  if (html === undefined) throw new Error('there is no HTML report');
  const page = await html.load();
  const view: ReportView = {
    language: io.language,
    color: false,
    interactive: false,
    width: 100,
    verbose: false,
    ignoreUnfixed: false,
    severities: null,
    schemeOf: await schemesByType(services),
  };
  let kept = 0;
  return {
    keep(ref, report) {
      kept += 1;
      const name = ref.replace(/[^a-zA-Z0-9._-]+/g, '-').replace(/-+$/, '');
      const file = join(folder, `${String(kept).padStart(2, '0')}-${name.slice(0, 80)}.${html.extension}`);
      stageFile(file, page(report, view)).place();
      return file;
    },
    index(looks) {
      const [only, ...others] = looks;
      if (only?.kind === 'seen' && others.length === 0) return only.file;
      const file = join(folder, 'index.html');
      stageFile(file, indexPage(looks, io.language)).place();
      return file;
    },
  };
}
