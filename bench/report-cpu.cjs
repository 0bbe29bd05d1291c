const { writeSync } = require('node:fs');

// As late as a program can see: what is used up to here counts, compilers and collectors beside it included.
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeSync(1, String(user + system));
});
