// Loaded into the application by whoever launches it as a child with a channel (node --require): tells the launcher each
// port that is really ours, since a stranger may answer on one that we failed to get; and ends with the launcher, even
// when that is killed.
//
// A supervisor's children inherit this with its arguments, and have nothing to do with it: they answer to the supervisor.
const { isWorker } = require('node:cluster');
const { Server } = require('node:net');

const GRACE_MS = 14_000;

function reportPorts() {
  const { listen } = Server.prototype;
  Server.prototype.listen = function (...args) {
    this.once('listening', () => {
      const port = this.address()?.port;
      if (port !== undefined && process.connected) process.send({ port });
    });
    return listen.apply(this, args);
  };
}

function endWithLauncher() {
  process.once('disconnect', () => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MS).unref();
  });
}

if (!isWorker) {
  reportPorts();
  endWithLauncher();
}
