import {defineConfig} from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		globalSetup: ['test/helpers/build-once.ts'],
		testTimeout: 30_000,
		hookTimeout: 30_000,
		pool: 'forks',
		env: {NODE_ENV: 'production'},
	},
});
