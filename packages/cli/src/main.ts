import { runCli } from './run-cli.ts';

const code = await runCli(process.argv.slice(2));
// Everything is closed by now; what may be left, such as a retry of a sender whose server failed, is not waited for.
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
