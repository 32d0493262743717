import type { Reporter } from './reporter.ts';

/** The report as a comment on a merge request (GitLab, GitHub, Gitea): the answer in sight, the rest folded. */
export const markdownReporter: Reporter = {
  format: 'markdown',
  title: { en: 'Markdown, for merge requests', 'zh-CN': 'Markdown，供合并请求使用' },
  mediaType: 'text/markdown; charset=utf-8',
  extension: 'md',
  advises: true,
  load: async () => {
    const { blocksOf } = await import('./markdown/document.ts');
    return (report, view) => [`${blocksOf(report, view).join('\n\n')}\n`];
  },
};
