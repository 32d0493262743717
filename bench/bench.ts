/** `npm run bench`: against the floor; with `-- --peers` against other scanners, with `-- --accuracy` their findings. */
if (process.argv.includes('--peers')) await import('./peers/compare.ts');
else if (process.argv.includes('--accuracy')) await import('./accuracy.ts');
else await import('./run.ts');
