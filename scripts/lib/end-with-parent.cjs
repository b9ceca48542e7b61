// Loaded into the application by its launcher (--require): when the launcher is gone, even by SIGKILL, the channel to it
// closes and the application shuts down as if it had been told to.
const GRACE_MS = 12_000;

process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MS).unref();
});
