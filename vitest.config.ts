import {defineConfig} from 'vitest/config';

const shared = {
	testTimeout: 30_000,
	hookTimeout: 30_000,
	pool: 'forks',
	env: {NODE_ENV: 'production'},
} as const;

export default defineConfig({
	test: {
		projects: [
			{
				// React in production knows no development elements.
				oxc: {jsx: {runtime: 'automatic', development: false}},
				test: {
					...shared,
					name: 'parts',
					include: ['test/**/*.test.{ts,tsx}'],
					exclude: ['test/e2e/**'],
				},
			},
			{
				test: {
					...shared,
					name: 'end-to-end',
					include: ['test/e2e/**/*.test.ts'],
					globalSetup: ['test/helpers/build-once.ts'],
					testTimeout: 180_000,
				},
			},
		],
	},
});
