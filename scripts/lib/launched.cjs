// Loaded into the application by whoever launches it as a child with a channel (node --require): tells the launcher each
// port that is really ours, since a stranger may answer on one that we failed to get; and ends with the launcher, even
// when that is killed.
const { Server } = require('node:net');

const GRACE_MS = 12_000;

const { listen } = Server.prototype;
Server.prototype.listen = function (...args) {
  this.once('listening', () => {
    const { port } = this.address();
    if (port !== undefined && process.connected) process.send({ port });
  });
  return listen.apply(this, args);
};

process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MS).unref();
});
