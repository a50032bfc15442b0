/** The results of many runs as a table of Markdown, one row for each kind of fault. */
import type {Result} from './drive.ts';

const median = (values: readonly number[]): number =>
	[...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

const sum = (values: readonly number[]): number =>
	values.reduce((total, value) => total + value, 0);

const rowOf = (name: string, results: readonly Result[]): string => {
	const converge = results.map(({convergeMs}) => convergeMs).filter(Number.isFinite);
	const cells = [
		name,
		results.length,
		results.filter(({broken}) => broken.length > 0).length,
		sum(results.map(({struck}) => struck.length)),
		sum(results.map(({outcomes}) => sum([...outcomes.values()]))),
		sum(results.map(({acknowledged}) => acknowledged)),
		sum(results.map(({entries}) => entries)),
		Math.round(median(converge)),
		Math.round(Math.max(...converge)),
	];
	return `| ${cells.join(' | ')} |`;
};

const head = `| Fault | Runs | Broken | Strikes | Actions | Acknowledged | Entries | Equal after, median ms | longest |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |`;

export const tableOf = (results: readonly Result[]): string => {
	const kinds = [...new Set(results.map(({plan}) => plan.fault))];
	const rows = kinds.map(kind =>
		rowOf(
			kind,
			results.filter(({plan}) => plan.fault === kind),
		),
	);
	return [head, ...rows, rowOf('all', results)].join('\n');
};
