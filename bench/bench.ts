/** `npm run bench`: against the floor; with `-- --peers` against other scanners. */
if (process.argv.includes('--peers')) await import('./peers/compare.ts');
else await import('./run.ts');
