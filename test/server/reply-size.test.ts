/** What the server tells of much stays within a frame, whoever made it much. */
import {expect, test} from 'vitest';
import {limits} from '../../source/protocol/limits.ts';
import {startTestServer} from '../helpers/test-server.ts';
import {signUp} from '../helpers/wire-client.ts';

const profile = {
	nickname: '山'.repeat(limits.nicknameLengthMax),
	signature: '川'.repeat(limits.signatureLengthMax),
	status: '田'.repeat(limits.statusLengthMax),
};

const startCrowd = async (size: number) => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada');
	const crowd = [];
	for (let count = 0; count < size; count += 1) {
		const member = await signUp(server, `member${count}`);
		await member.request('set-profile', profile);
		crowd.push(member);
	}

	return {ada, crowd};
};

test('conversations with many people come in pages that fit', async () => {
	const {ada, crowd} = await startCrowd(12);
	const names = crowd.map(({session}) => session.account.name);
	for (let first = 0; first < names.length; first += 1) {
		for (let second = first + 1; second < names.length; second += 1) {
			const members = names.filter((_, index) => index !== first && index !== second);
			await ada.request('open-direct', {members: members.slice(0, 9)});
		}
	}

	const listed = new Set<number>();
	let pages = 0;
	let isMore = true;
	while (isMore) {
		const {conversations, more} = await ada.request('list-conversations', {
			...(listed.size > 0 ? {after: Math.max(...listed)} : {}),
		});
		for (const {id} of conversations) {
			listed.add(id);
		}

		expect(JSON.stringify(conversations).length).toBeLessThan(limits.framePayloadBytesMax / 2);
		isMore = more;
		pages += 1;
	}

	expect(pages).toBeGreaterThan(1);
	expect(listed.size).toBeGreaterThan(30);
});

test('friends with long profiles all come, those beyond a frame in brief', async () => {
	const {ada, crowd} = await startCrowd(300);
	for (const friend of crowd) {
		await friend.request('request-friend', {name: 'ada'});
	}

	const account = await ada.request('get-account', {});
	expect(account.friends).toHaveLength(300);
	expect(Buffer.byteLength(JSON.stringify(account))).toBeLessThan(limits.framePayloadBytesMax / 2);
	expect(account.friends[0]?.account.nickname).toBe(profile.nickname);
	expect(account.friends.at(-1)?.account.name).toBe('member299');
});
