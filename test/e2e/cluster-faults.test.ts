/** A short form of `npm run test:faults -- --cluster`, and the proof that its checker reads PostgreSQL's truth. */
import pg from 'pg';
import {afterAll, beforeAll, expect, type TestContext, test} from 'vitest';
import {openCluster} from '../faults/cluster.ts';
import {type ClusterFaultKind, clusterPlanOf} from '../faults/cluster-plan.ts';
import {drive} from '../faults/drive.ts';
import {type Evidence, examine} from '../faults/evidence.ts';
import {openScene, type Scene} from '../faults/scene.ts';
import {lacks} from '../faults/stage.ts';

let scene: Scene | undefined;

beforeAll(async () => {
	const ground = await openCluster();
	scene = ground && (await openScene(ground));
}, 60_000);

afterAll(() => scene?.close());

/** What is looked at while its database is still there. */
type Look = (evidence: Evidence) => Promise<void>;

const run = async (
	{skip}: TestContext,
	{seed, fault}: {seed: number; fault: ClusterFaultKind},
	look?: Look,
): Promise<void> => {
	if (scene === undefined) {
		return skip();
	}

	const plan = clusterPlanOf(seed, fault);
	const lack = lacks(plan, scene);
	if (lack !== undefined) {
		process.stderr.write(`\n*** SKIPPED seed ${seed}, ${fault}: this machine lacks ${lack}.\n\n`);
		return skip();
	}

	const {broken, acknowledged, struck} = await drive(plan, scene, look);
	expect(broken).toEqual([]);
	expect(acknowledged).toBeGreaterThan(10);
	expect(struck.length).toBeGreaterThan(0);
};

/** Does it to the database, and takes it back afterwards; returns what the checker says in between. */
const findingsAfter = async (evidence: Evidence, sql: string): Promise<readonly string[]> => {
	const client = new pg.Client({connectionString: evidence.server.database});
	await client.connect();
	try {
		await client.query('CREATE TABLE entry_before AS SELECT * FROM entry');
		await client.query(sql);
		const {broken} = await examine(evidence);
		await client.query(`DELETE FROM entry; INSERT INTO entry SELECT * FROM entry_before;
			DROP TABLE entry_before`);
		return broken;
	} finally {
		await client.end();
	}
};

test('one entry lost, doubled, moved or changed in PostgreSQL is told', context =>
	run(context, {seed: 11, fault: 'node-kill'}, async evidence => {
		expect((await examine(evidence)).broken, 'nothing is broken yet').toEqual([]);
		const [id = '', {seq} = {seq: 0}] = [...evidence.ledger.acknowledged][0] ?? [];
		const where = `id = '${id}'`;
		const log = `(SELECT log FROM entry WHERE ${where})`;
		const mutations = {
			lost: `DELETE FROM entry WHERE ${where}`,
			moved: `UPDATE entry SET seq = 1000000 WHERE log = ${log} AND seq = ${seq - 1};
				UPDATE entry SET seq = ${seq - 1} WHERE ${where};
				UPDATE entry SET seq = ${seq} WHERE log = ${log} AND seq = 1000000`,
			changed: `UPDATE entry SET content = replace(content, '"text":"', '"text":"not ') WHERE ${where}`,
			doubled: `DROP INDEX entry_id; INSERT INTO entry SELECT log,
				(SELECT max(seq) + 1 FROM entry AS other WHERE other.log = entry.log), kind, sender, id, at, content
				FROM entry WHERE ${where}`,
		};
		for (const [name, sql] of Object.entries(mutations)) {
			expect(await findingsAfter(evidence, sql), name).not.toEqual([]);
		}

		expect((await examine(evidence)).broken, 'all is as it was').toEqual([]);
	}));

test('the promise holds: nodes, Redis and PostgreSQL come and go', context =>
	run(context, {seed: 19, fault: 'cluster-mixed'}));
