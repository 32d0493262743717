import type { DriftReport } from './drift.ts';

/** The comparison for machines: `docs/baseline-drift.schema.json`. Keys only ever join. */
export function driftJson({ engine, containers }: DriftReport, version: string, lookedAt: Date): string {
  const document = {
    schemaVersion: 1,
    tool: { name: 'plimsoll', version },
    lookedAt: lookedAt.toISOString(),
    engine,
    containers: containers.map(({ container, items, gaps, same }) => ({
      id: container.id,
      name: container.name,
      image: container.image,
      imageId: container.imageId,
      state: container.state,
      drift: items,
      same,
      gaps: gaps.map(({ path, reason }) => ({ path, reason: reason.en })),
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
