/**
 * Loaded before Vigil by --import, for the torture alone: ends it when whoever started it has gone, however they went.
 * The rule: the pipe from the starter says it; nothing is read from it here.
 */
process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL'));
process.stdin.resume();
process.stdin.unref?.();
