/** `npm run fuzz -- [--target NAME] [--runs N] [--seed S]`: tries every target, or one, and keeps what did harm. */
import {inspect, parseArgs} from 'node:util';
import {keepInput} from './corpus.ts';
import {fuzz, replay, underWay} from './fuzzer.ts';
import {findTargets} from './targets.ts';

const {values} = parseArgs({
	options: {
		target: {type: 'string'},
		runs: {type: 'string', default: '100000'},
		seed: {type: 'string', default: String(Date.now() % 1_000_000)},
	},
});
const runs = Number(values.runs);
const seed = Number(values.seed);

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const crash = (name: string, error: unknown): never => {
	const kept = [...underWay].map(input => keepInput(name, input));
	say(
		`\n${name}: the program has crashed over one of these:\n${kept.join('\n')}\n${inspect(error)}`,
	);
	process.exit(1);
};

for (const target of findTargets(values.target)) {
	const startedAt = performance.now();
	process.removeAllListeners('uncaughtException');
	process.on('uncaughtException', error => crash(target.name, error));
	const harms = await replay(target);
	const harm = await fuzz(target, {
		runs,
		seed,
		onProgress(done, outcomes) {
			const perSecond = Math.round(done / ((performance.now() - startedAt) / 1_000));
			if (process.stdout.isTTY) {
				process.stdout.write(
					`\r${target.name}: ${done} of ${runs}, ${perSecond}/s, ${outcomes} outcomes `,
				);
			}
		},
	});
	for (const {input, error} of harm === undefined ? harms : [...harms, harm]) {
		process.exitCode = 1;
		say(`\n${target.name}: an input does harm, kept as ${keepInput(target.name, input)}`);
		say(inspect(error));
	}

	const seconds = Math.round((performance.now() - startedAt) / 1_000);
	const end = harm === undefined ? `${runs} runs` : 'stopped at the first harm';
	say(`\n${target.name}: ${end} in ${seconds} s with seed ${seed}`);
}

// A live target may have left connections behind that its server still closes.
process.exit();
