/** Listens for SIGINT and SIGTERM of this process. A second signal ends it at once, as it would without a listener. */
export function onProcessSignal(
  listener: (signal: 'SIGINT' | 'SIGTERM') => void,
  beforeExit: () => void = () => undefined,
): () => void {
  let heard = false;
  const handler = (signal: NodeJS.Signals) => {
    if (heard) {
      beforeExit();
      process.exit(signal === 'SIGINT' ? 130 : 143);
    }
    heard = true;
    listener(signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM');
  };
  process.on('SIGINT', handler);
  process.on('SIGTERM', handler);
  return () => {
    process.off('SIGINT', handler);
    process.off('SIGTERM', handler);
  };
}
