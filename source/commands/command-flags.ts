/** The flags as they reach the commands: what was not given is `undefined`. */
export type CommandFlags = {
	readonly serve?: boolean | undefined;
	readonly data?: string | undefined;
	readonly account?: string | undefined;
	readonly json?: boolean | undefined;
	readonly file?: readonly string[] | undefined;
	readonly output?: string | undefined;
	readonly limit?: number | undefined;
	readonly follow?: boolean | undefined;
	readonly format?: string | undefined;
	readonly fileLimit?: string | undefined;
	/** `--no-files` exports none. */
	readonly files?: boolean | undefined;
	readonly name?: string | undefined;
	readonly device?: string | undefined;
	readonly code?: string | undefined;
	/** Of the environment; there is no such flag. */
	readonly password?: string | undefined;
	readonly passwordFile?: string | undefined;
	readonly acceptNew?: boolean | undefined;
	readonly acceptFingerprint?: string | undefined;
	readonly host?: string | undefined;
	readonly port?: string | undefined;
	readonly registration?: string | undefined;
	readonly serverName?: string | undefined;
	readonly insecure?: boolean | undefined;
	readonly proxyFrom?: string | undefined;
	readonly webOrigins?: string | undefined;
	readonly config?: string | undefined;
	readonly printConfig?: boolean | undefined;
	readonly logLevel?: string | undefined;
	readonly logFormat?: string | undefined;
	readonly metricsTokenFile?: string | undefined;
	readonly postgres?: string | undefined;
	readonly redis?: string | undefined;
	readonly nodeName?: string | undefined;
	readonly filesFolder?: string | undefined;
	readonly s3Endpoint?: string | undefined;
	readonly s3Bucket?: string | undefined;
	readonly s3Region?: string | undefined;
	readonly s3Prefix?: string | undefined;
	readonly s3CredentialsFile?: string | undefined;
	readonly backupEvery?: string | undefined;
	readonly backupKeep?: string | undefined;
	readonly replace?: boolean | undefined;
	readonly from?: string | undefined;
	readonly toPostgres?: string | undefined;
	/** Only for measuring: `--no-rate-limits` lifts the flood limits. */
	readonly rateLimits?: boolean | undefined;
};
