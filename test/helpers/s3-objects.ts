/** What a bucket of the test store does: objects, lists of them in pages, and uploads in pieces, as S3 documents them. */
import {createHash, randomUUID} from 'node:crypto';

export type S3Request = {
	readonly method: string;
	readonly key: string;
	readonly query: URLSearchParams;
	readonly range: string | undefined;
	readonly body: Buffer;
};

export type S3Answer = {
	readonly status: number;
	readonly body?: string | Buffer;
	readonly headers?: Readonly<Record<string, string>>;
};

type Upload = {readonly key: string; readonly at: Date; readonly pieces: Map<number, Buffer>};

/** Of S3: all pieces but the last have as many. */
const pieceBytesMin = 5_242_880;

export const s3Error = (status: number, code: string): S3Answer => ({
	status,
	body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
});

const etagOf = (bytes: Buffer): string => `"${createHash('md5').update(bytes).digest('hex')}"`;

const xml = (name: string, content: string): S3Answer => ({
	status: 200,
	body: `<?xml version="1.0"?><${name}>${content}</${name}>`,
});

export class S3Objects {
	readonly objects = new Map<string, {bytes: Buffer; at: Date}>();
	readonly uploads = new Map<string, Upload>();
	/** Of a list. */
	pageSize = 1_000;

	answer(request: S3Request): S3Answer {
		const {method, key, query} = request;
		const upload = query.get('uploadId');
		if (key === '') {
			return query.has('uploads') ? this.#listUploads(query) : this.#list(query);
		}

		switch (method) {
			case 'PUT':
				return upload === null ? this.#put(request) : this.#putPiece(request, upload);
			case 'POST':
				return upload === null ? this.#begin(key) : this.#complete(request, upload);
			case 'DELETE':
				return upload === null ? this.#delete(key) : this.#abort(upload);
			default:
				return this.#get(request);
		}
	}

	#put({key, body}: S3Request): S3Answer {
		this.objects.set(key, {bytes: body, at: new Date()});
		return {status: 200, headers: {etag: etagOf(body)}};
	}

	#get({method, key, range}: S3Request): S3Answer {
		const bytes = this.objects.get(key)?.bytes;
		if (bytes === undefined) {
			return method === 'HEAD' ? {status: 404} : s3Error(404, 'NoSuchKey');
		}

		const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
		if (first === undefined) {
			const headers = {'content-length': String(bytes.length), etag: etagOf(bytes)};
			return {status: 200, headers, ...(method === 'HEAD' ? {} : {body: bytes})};
		}

		if (Number(first) >= bytes.length) {
			return s3Error(416, 'InvalidRange');
		}

		const piece = bytes.subarray(Number(first), Number(last) + 1);
		const end = Number(first) + piece.length - 1;
		return {
			status: 206,
			body: piece,
			headers: {'content-range': `bytes ${first}-${end}/${bytes.length}`},
		};
	}

	#delete(key: string): S3Answer {
		this.objects.delete(key);
		return {status: 204};
	}

	#list(query: URLSearchParams): S3Answer {
		const after = Buffer.from(query.get('continuation-token') ?? '', 'hex').toString();
		const keys = [...this.objects.keys()]
			.filter(key => key.startsWith(query.get('prefix') ?? '') && key > after)
			.sort();
		const page = keys.slice(0, Math.min(this.pageSize, Number(query.get('max-keys') ?? 1_000)));
		const contents = page.map(key => {
			const {bytes, at} = this.objects.get(key) ?? {bytes: Buffer.alloc(0), at: new Date()};
			return `<Contents><Key>${key}</Key><LastModified>${at.toISOString()}</LastModified><Size>${bytes.length}</Size></Contents>`;
		});
		const isCut = page.length < keys.length;
		const next = Buffer.from(page.at(-1) ?? '').toString('hex');
		const token = isCut ? `<NextContinuationToken>${next}</NextContinuationToken>` : '';
		return xml(
			'ListBucketResult',
			`<IsTruncated>${isCut}</IsTruncated>${token}${contents.join('')}`,
		);
	}

	#begin(key: string): S3Answer {
		const id = randomUUID();
		this.uploads.set(id, {key, at: new Date(), pieces: new Map()});
		return xml('InitiateMultipartUploadResult', `<Key>${key}</Key><UploadId>${id}</UploadId>`);
	}

	#putPiece({query, body}: S3Request, id: string): S3Answer {
		const upload = this.uploads.get(id);
		if (upload === undefined) {
			return s3Error(404, 'NoSuchUpload');
		}

		upload.pieces.set(Number(query.get('partNumber')), body);
		return {status: 200, headers: {etag: etagOf(body)}};
	}

	#complete({key, body}: S3Request, id: string): S3Answer {
		const upload = this.uploads.get(id);
		if (upload?.key !== key) {
			return s3Error(404, 'NoSuchUpload');
		}

		const named = [...body.toString().matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
			number: Number(/<PartNumber>(\d+)</.exec(part)?.[1]),
			etag: /<ETag>(.*?)</.exec(part)?.[1]?.replaceAll('&quot;', '"'),
		}));
		const pieces = named.map(({number}) => upload.pieces.get(number) ?? Buffer.alloc(0));
		if (named.some(({etag}, index) => etag !== etagOf(pieces[index] ?? Buffer.alloc(0)))) {
			return s3Error(400, 'InvalidPart');
		}

		if (named.some(({number}, index) => number <= (named[index - 1]?.number ?? 0))) {
			return s3Error(400, 'InvalidPartOrder');
		}

		if (pieces.slice(0, -1).some(({length}) => length < pieceBytesMin)) {
			return s3Error(400, 'EntityTooSmall');
		}

		this.uploads.delete(id);
		this.objects.set(key, {bytes: Buffer.concat(pieces), at: new Date()});
		return xml('CompleteMultipartUploadResult', `<Key>${key}</Key>`);
	}

	#abort(id: string): S3Answer {
		return this.uploads.delete(id) ? {status: 204} : s3Error(404, 'NoSuchUpload');
	}

	#listUploads(query: URLSearchParams): S3Answer {
		const marker = query.get('upload-id-marker') ?? '';
		const all = [...this.uploads].sort(([left], [right]) => (left < right ? -1 : 1));
		const rest = all.filter(([id]) => id > marker);
		const page = rest.slice(0, this.pageSize);
		const uploads = page.map(
			([id, {key, at}]) =>
				`<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${at.toISOString()}</Initiated></Upload>`,
		);
		const [id = '', last] = page.at(-1) ?? [];
		const next = `<NextKeyMarker>${last?.key ?? ''}</NextKeyMarker><NextUploadIdMarker>${id}</NextUploadIdMarker>`;
		const isCut = page.length < rest.length;
		return xml(
			'ListMultipartUploadsResult',
			`<IsTruncated>${isCut}</IsTruncated>${isCut ? next : ''}${uploads.join('')}`,
		);
	}
}
