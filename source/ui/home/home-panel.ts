/** What the home screen shows. */
import {cellWidth} from '../../terminal/cell-width.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {wrapToWidth} from '../../terminal/wrap-text.ts';
import {fieldLine} from '../frame/field-line.ts';
import {blankLine, column, type Line, line, span, truncateLine} from '../frame/line.ts';
import {type Panel, panelWidth} from '../frame/panel.ts';
import type {ScreenSize} from '../screen-layout.ts';
import type {KnownAccount} from '../services.ts';
import {text} from '../text.ts';
import {type HomeItem, type HomeState, homeItems} from './home-state.ts';

const wantedWidth = 64;
const dayMs = 86_400_000;

const daysSince = (at: number, now: number): number =>
	Math.max(0, Math.floor(now / dayMs) - Math.floor(at / dayMs));

type ItemLook = {readonly isUnderCursor: boolean; readonly width: number};

const itemLine = (key: string, words: string, {isUnderCursor}: ItemLook): Line => ({
	...line(
		span('prompt', isUnderCursor ? `${text.cursor} ` : '  '),
		span('key', `${key}  `),
		span(isUnderCursor ? 'title' : 'plain', words),
	),
	isFocused: isUnderCursor,
});

const accountLine = (
	{name, server, usedAt}: KnownAccount,
	options: ItemLook & {place: number; now: number},
): Line => {
	const used = usedAt === 0 ? '' : text.home.usedAt(daysSince(usedAt, options.now));
	const usedWidth = cellWidth(used);
	const nameWidth = Math.max(8, Math.min(18, Math.floor(options.width / 4)));
	const serverWidth = Math.max(4, options.width - 7 - nameWidth - usedWidth);
	const head = itemLine(String(options.place), '', options);
	return {
		...head,
		spans: [
			...head.spans.slice(0, 2),
			column(options.isUnderCursor ? 'title' : 'plain', sanitizeLine(name), nameWidth),
			column('muted', ` ${sanitizeLine(server)}`, serverWidth + 1),
			span('muted', ` ${used}`),
		],
	};
};

const lineOf = (item: HomeItem, options: ItemLook & {place: number; now: number}): Line => {
	switch (item.kind) {
		case 'account':
			return accountLine(item.account, options);
		case 'connect':
			return itemLine(text.home.connectKey, text.home.connect, options);
		case 'start-server':
			return itemLine(text.home.startServerKey, text.home.startServer, options);
	}
};

/** What goes on, or what went wrong, in as many lines as it takes. */
const newsLines = ({busy, error}: HomeState, width: number): readonly Line[] => {
	const words = error ?? busy;
	const role = error === undefined ? 'accent' : 'error';
	return words === undefined
		? []
		: [...wrapToWidth(words, width).map(row => line(span(role, row))), blankLine];
};

export const homePanel = (
	state: HomeState,
	options: {size: ScreenSize; now: number; hints: Line},
): Panel => {
	const width = panelWidth(wantedWidth, options.size);
	const items = homeItems(state).map((item, index) => ({
		item,
		content: lineOf(item, {
			place: index + 1,
			now: options.now,
			width,
			isUnderCursor: index === state.cursor && state.address === undefined,
		}),
	}));
	const accounts = items.filter(({item}) => item.kind === 'account');
	const others = items.filter(({item}) => item.kind !== 'account');
	const address = state.address && [
		fieldLine({
			label: `     ${text.home.address}`,
			labelWidth: 14,
			field: state.address,
			width,
			isFocused: true,
			placeholder: text.home.addressExample,
		}),
	];
	const news = newsLines(state, width);
	return {
		title: text.home.name,
		width: wantedWidth,
		hints: options.hints,
		lines: [
			blankLine,
			line(span('muted', text.home.slogan)),
			blankLine,
			...(accounts.length === 0
				? []
				: [
						line(span('heading', text.home.accounts)),
						...accounts.map(({content}) => content),
						blankLine,
					]),
			line(span('heading', text.home.begin)),
			...others.flatMap(({item, content}) =>
				item.kind === 'connect' && address !== undefined ? [content, ...address] : [content],
			),
			blankLine,
			...news,
		].map(one => truncateLine(one, width)),
	};
};
