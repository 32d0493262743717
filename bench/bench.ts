/** `npm run bench`: against the floor; with `-- --peers` against other scanners. */
await import(process.argv.includes('--peers') ? './peers/compare.ts' : './run.ts');
