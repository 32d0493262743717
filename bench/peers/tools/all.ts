import { grype } from './grype.ts';
import { osvScanner } from './osv-scanner.ts';
import { plimsollTool } from './plimsoll.ts';
import { syft } from './syft.ts';
import type { Tool } from './tool.ts';
import { trivy } from './trivy.ts';

export const ours: Tool = plimsollTool;
export const peers: readonly Tool[] = [trivy, grype, syft, osvScanner];
