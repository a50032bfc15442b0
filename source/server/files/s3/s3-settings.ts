/** Which bucket of which S3-compatible store the files are in, and what opens it. */
export type S3Credentials = {
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	readonly sessionToken?: string;
};

export type S3Settings = {
	/** `https://HOST[:PORT]` */
	readonly endpoint: string;
	readonly bucket: string;
	readonly region: string;
	/** What the keys of all objects begin with; may be empty. */
	readonly prefix: string;
	readonly credentials: S3Credentials;
};
