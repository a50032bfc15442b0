/** A short form of `npm run test:faults`: each kind of fault once, and the seeds that once found something. */
import {copyFileSync, cpSync} from 'node:fs';
import {join} from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {drive} from '../faults/drive.ts';
import {type Evidence, examine} from '../faults/evidence.ts';
import {type FaultKind, faultKinds, planOf} from '../faults/plan.ts';
import {openScene, type Scene} from '../faults/scene.ts';
import {lacks} from '../faults/stage.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

let scene: Scene;

beforeAll(async () => {
	scene = await openScene();
});

afterAll(() => scene.close());

/** Seeds that once found something: what that was stands in docs/reliability.md. */
const onceBroken: readonly (readonly [seed: number, fault: FaultKind])[] = [
	[3, 'clock'],
	[4, 'clock'],
	[4, 'half-open'],
	[2022, 'write-error'],
	[3054, 'write-error'],
	[2035, 'client-disk'],
	[3127, 'client-disk'],
];

const others = faultKinds.filter(kind => onceBroken.every(([, fault]) => fault !== kind));
const runs = [...others.map(fault => [3, fault] as const), ...onceBroken];

test.each(runs)('the promise holds: seed %i, %s', async (seed, fault) => {
	const plan = planOf(seed, fault);
	const lack = lacks(plan, scene);
	if (lack !== undefined) {
		process.stderr.write(`SKIPPED seed ${seed}, ${fault}: this machine lacks ${lack}.\n`);
		return;
	}

	const {broken, acknowledged, struck} = await drive(plan, scene);
	expect(broken).toEqual([]);
	expect(acknowledged).toBeGreaterThan(10);
	expect(struck.length).toBeGreaterThan(0);
});

/** The evidence of one real run, kept for as long as the test takes. */
const keepEvidence = async (): Promise<Evidence> => {
	const folder = temporaryFolder();
	let kept: Evidence | undefined;
	const {broken} = await drive(planOf(5, 'cut'), scene, ({server, replicas, ledger}) => {
		cpSync(server.folder, join(folder, 'server'), {recursive: true});
		const files = [...replicas].map(([label, file]) => {
			const copy = join(folder, `${label}.db`);
			copyFileSync(file, copy);
			return [label, copy] as const;
		});
		kept = {server: {folder: join(folder, 'server')}, replicas: new Map(files), ledger};
	});
	expect(broken).toEqual([]);
	if (kept === undefined) {
		throw new Error('the run left nothing');
	}

	return kept;
};

/** Runs SQL on a database and takes it back afterwards; returns what the checker says in between. */
const findingsAfter = async (
	evidence: Evidence,
	file: string,
	sql: string,
): Promise<readonly string[]> => {
	const before = `${file}.before`;
	copyFileSync(file, before);
	const database = new BetterSqlite3(file);
	try {
		database.pragma('foreign_keys = OFF');
		database.exec(sql);
	} finally {
		database.close();
	}

	const {broken} = await examine(evidence);
	copyFileSync(before, file);
	return broken;
};

test('the checker sees one entry lost, doubled, moved or changed, on either side', async () => {
	const evidence = await keepEvidence();
	expect((await examine(evidence)).broken, 'nothing is broken yet').toEqual([]);
	const [id = '', {seq} = {seq: 0}] = [...evidence.ledger.acknowledged][0] ?? [];
	const server = join(evidence.server.folder, 'server.db');
	const replica = evidence.replicas.get('alice-1') ?? '';
	const where = `WHERE id = '${id}'`;
	const log = `(SELECT log FROM entry ${where})`;
	const mutations = {
		lost: `DELETE FROM entry ${where}`,
		moved: `UPDATE entry SET seq = -1 WHERE log = ${log} AND seq = ${seq};
			UPDATE entry SET seq = ${seq} WHERE log = (SELECT log FROM entry WHERE seq = -1) AND seq = ${seq - 1};
			UPDATE entry SET seq = ${seq - 1} WHERE seq = -1`,
		changed: `UPDATE entry SET content = json_set(content, '$.text', 'something else') ${where}`,
	};
	for (const [name, sql] of Object.entries(mutations)) {
		for (const [side, file] of Object.entries({server, replica})) {
			const found = await findingsAfter(
				evidence,
				file,
				`PRAGMA ignore_check_constraints = ON; ${sql}`,
			);
			expect(found, `${name} at the ${side}`).not.toEqual([]);
		}
	}

	const doubled = `INSERT INTO entry (log, seq, kind, sender, id, at, content)
		SELECT log, (SELECT max(seq) + 1 FROM entry AS other WHERE other.log = entry.log), kind, sender, id, at, content
		FROM entry ${where}`;
	const withoutIndex = `DROP INDEX entry_id; ${doubled}`;
	expect(await findingsAfter(evidence, server, withoutIndex)).toContainEqual(
		expect.stringContaining(`message ${id} is there 2 times`),
	);
	expect(await findingsAfter(evidence, replica, doubled), 'doubled at the replica').not.toEqual([]);
	expect((await examine(evidence)).broken, 'all is as it was').toEqual([]);
});
