/** What Anchore's tools call the places of images. */
export const anchorePlaces = {
  archive: 'docker-archive',
  engine: 'docker',
  registry: 'registry',
  sources: 'dir',
} as const;
