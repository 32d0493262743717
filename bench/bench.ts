/** `npm run bench`: against the floor; with `-- --peers` against other scanners, with `-- --accuracy` their findings, with `-- --inventory` their packages. */
if (process.argv.includes('--peers')) await import('./peers/compare.ts');
else if (process.argv.includes('--accuracy')) await import('./accuracy.ts');
else if (process.argv.includes('--inventory')) await import('./inventory.ts');
else await import('./run.ts');
