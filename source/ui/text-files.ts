/** The words about files. */

export const englishFiles = {
	opening: (name: string) => `Opening ${name}`,
	playing: (name: string) => `Playing ${name}`,
	saved: (path: string) => `Saved as ${path}`,
	sendDropped: 'Enter sends it; -- and words add a caption.',
	cancelled: 'The transfer was cancelled.',
	noTransfer: 'No file of this message is on its way.',
	recording: 'Recording … /record once more sends it.',
	pick: 'Send a file',
	pickPlaceholder: 'part of a name …',
	nothing: 'Nothing here.',
	loading: 'The picture is being fetched …',
	notShown: 'This picture cannot be shown.',
	viewerHints: 's save · o open · Esc close',
	several: (count: number) => `${count} files`,
	kinds: {
		all: 'all',
		picture: 'pictures',
		sound: 'sound',
		video: 'video',
		file: 'other',
	},
};
