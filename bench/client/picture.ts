/** The people, groups and messages that both the client and its floor draw. */

export const accountName = 'alice';
export const contactNames = ['bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi', 'ivan'];
export const groupNames = ['design', 'ops', 'build', 'lunch', 'music', 'games', 'travel', 'books'];
/** The conversation that stands open on the floor; all look alike. */
export const openGroup = 'design';
/** 16 conversations of this length make 100,000 messages. */
export const messagesPerConversation = 6_250;

const words = ['ship', 'build', 'pass', 'review', 'again', 'after', 'lunch', 'green', 'the', 'log'];

/** The text of message `number`: a line of several words that names its number. */
export const messageText = (number: number): string => {
	const length = 4 + (number % 8);
	const picked = Array.from(
		{length},
		(_, index) => words[(number * 7 + index * 3) % words.length] ?? '',
	);
	return `${number}: ${picked.join(' ')}`;
};
