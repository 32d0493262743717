import { exitCodes, failure } from '../../base/errors.ts';
import { minuteWords } from '../../base/moments.ts';
import { fill, type Text } from '../../base/text.ts';
import { gapRemedy } from '../../messages/gap-remedies.ts';
import { gapText } from '../../messages/gap-text.ts';
import { ledgerWords as words } from '../../messages/ledger-words.ts';
import type { AuthorizationRecord } from '../../model/ledger.ts';
import type { Report } from '../../model/report.ts';
import { endOf } from '../../policy/moment.ts';
import { verdictRecord } from '../../scan/verdict-record.ts';
import { command } from '../command.ts';
import type { Flags } from '../flag.ts';
import { imageWords } from '../ledger-words.ts';
import { refuseUnrecordable } from '../recording.ts';
import { scanFlagGroups, scanFlags, scanRequest } from '../scan-flags.ts';
import { keyRequest, signingFlags, signingGroup } from '../signing-flags.ts';
import { spokenLine } from '../spoken-line.ts';

const ownFlags = {
  reason: {
    type: 'text',
    value: 'TEXT',
    trusted: true,
    summary: { en: 'why it may run although it is denied (required)', 'zh-CN': '放行的原因（必填）' },
  },
  owner: {
    type: 'text',
    value: 'WHO',
    trusted: true,
    summary: { en: 'who answers for it (required)', 'zh-CN': '由谁负责（必填）' },
  },
  expires: {
    type: 'text',
    value: 'DATE',
    trusted: true,
    summary: {
      en: 'the last day on which it holds (2027-03-31), or a time (RFC 3339); without it, it holds until it is revoked',
      'zh-CN': '有效期的最后一天（2027-03-31）或具体时间（RFC 3339）；不写则有效至被撤销',
    },
  },
} as const satisfies Flags;

const example =
  "plimsoll ledger allow cart:2.4.1 --reason 'fix is being tested' --owner shop@example.com --expires 2027-03-31";

export const ledgerAllow = command({
  name: 'ledger allow',
  summary: { en: 'authorize an image, whatever its verdict', 'zh-CN': '授权放行一个镜像，无论判定结果如何' },
  description: [
    {
      en: 'Reads the image and records its fingerprint as authorized, with who answers for it and why. It is the content that is authorized, not the name: whatever is called so tomorrow is another image.',
      'zh-CN':
        '读取镜像，把其特征码记录为已授权，并写明负责人和原因。授权的是内容而不是名称：明天同名的内容是另一个镜像。',
    },
    {
      en: 'A later denial by a scan takes the place of the authorization, since it may know more; a revocation ends it.',
      'zh-CN': '之后若扫描作出阻断判定，则取代该授权，因为它可能掌握更多情况；撤销则终止授权。',
    },
  ],
  arguments: {
    REF: { required: true, summary: { en: 'the image', 'zh-CN': '要授权的镜像' } },
  },
  flags: { ...ownFlags, ...signingFlags, ...scanFlags },
  groups: [signingGroup, ...scanFlagGroups],
  examples: [
    {
      line: example,
      does: { en: 'Let a denied image run until the end of March.', 'zh-CN': '让被阻断的镜像在三月底前可以运行。' },
    },
  ],
  seeAlso: ['ledger revoke', 'ledger show', 'scan'],
  async run({ arguments: { REF }, flags }, open, io) {
    const reason = spokenLine('--reason', flags.reason, 'plimsoll ledger allow', example);
    const owner = spokenLine('--owner', flags.owner, 'plimsoll ledger allow', example);
    const expires = expiry(flags.expires, new Date());
    refuseUnrecordable(REF);
    const { scan, ledger } = await open();
    const write = { key: keyRequest(flags), signal: io.signal };
    await ledger.prepare(write);
    const report = await scan(scanRequest(REF === '-' ? 'archive:-' : REF, [], flags, io));
    requireWhole(report);
    const { fingerprint, names, user, rootNames, labels } = verdictRecord(report, report.names);
    const record: AuthorizationRecord = {
      kind: 'authorization',
      fingerprint,
      names,
      reason,
      owner,
      expires,
      user,
      rootNames,
      labels,
    };
    const [entry] = await ledger.append([record], write);
    const until = expires === null ? words.untilRevoked : fill(words.untilDate, { date: minuteWords(expires) });
    const said = { image: imageWords(names, fingerprint), sequence: entry?.sequence ?? 0, until };
    await io.out.write(`${io.say(fill(words.authorizedNow, said))}\n`);
    return exitCodes.done;
  },
});

/** What nobody could read, nobody can answer for: it need not be what it says. */
function requireWhole(report: Report): void {
  refuseUnrecordable(report.ref);
  const gap = report.inventory.gaps.find(({ incomplete }) => incomplete);
  if (gap === undefined) return;
  throw failure('incomplete', { ref: report.ref, gap: gapText(gap), remedy: gapRemedy(gap.reason, gap.what) });
}

function expiry(given: string | null, now: Date): string | null {
  if (given === null) return null;
  const end = endOf(given);
  if (end === null || end <= now.getTime()) {
    throw failure('bad-flag-value', { flag: '--expires', given: given.slice(0, 80), expected: texts.date });
  }
  return new Date(end).toISOString();
}

const texts = {
  date: {
    en: 'a date that is still to come, such as 2027-03-31, or a time, such as 2027-03-31T18:00:00Z',
    'zh-CN': '未来的日期（如 2027-03-31）或时间（如 2027-03-31T18:00:00Z）',
  },
} as const satisfies Record<string, Text>;
