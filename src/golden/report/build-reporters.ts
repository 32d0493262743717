import type { Text } from '../../base/text.ts';
import type { Comparison } from '../comparison.ts';
import { comparisonHtml } from './comparison-html.ts';
import { comparisonJson } from './comparison-json.ts';
import { comparisonMarkdown } from './comparison-markdown.ts';
import { comparisonTable } from './comparison-table.ts';
import type { GoldenView } from './plan-reporters.ts';

interface BuildReporter {
  readonly format: string;
  readonly title: Text;
  render(comparison: Comparison, view: GoldenView): Iterable<string>;
}

/** Every format of `golden build`. */
export const buildReporters: readonly BuildReporter[] = [
  {
    format: 'table',
    title: { en: 'before and after, for people', 'zh-CN': '前后对比，供人阅读' },
    render: comparisonTable,
  },
  { format: 'json', title: { en: 'JSON, for machines', 'zh-CN': 'JSON，供程序读取' }, render: comparisonJson },
  {
    format: 'html',
    title: { en: 'one page that opens from disk', 'zh-CN': '单文件网页，离线打开' },
    render: comparisonHtml,
  },
  {
    format: 'markdown',
    title: { en: 'Markdown, for merge requests', 'zh-CN': 'Markdown，供合并请求使用' },
    render: comparisonMarkdown,
  },
];
