/**
 * Milliseconds that this process has computed so far. What takes too long because it does too much is told by this, however busy the
 * machine is with something else.
 */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
