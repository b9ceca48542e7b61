/** Loaded into every server under measurement: when the benchmark is gone, even by SIGKILL, nothing of it stays. */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
