import { createHash } from 'node:crypto';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { chunksOf, planPieces, readFilm } from '../../nodes/WanVideoEdit/media/film';
import { sourceOfBytes } from '../../nodes/WanVideoEdit/media/source';
import type { StreamedForm, StreamedPart } from '../../nodes/WanVideoEdit/n8n/multipart';
import { bytesMade } from '../unit/media/realFiles';

/** Seconds of the film: two pieces in Edit, three in the other operations. */
const SECONDS = 12;

let content = '';

/** What identifies the pieces of the film in an operation, in their order. */
const inOrder = new Map<string, readonly string[]>();

export const PIECES: Readonly<Record<string, number>> = { edit: 2, repaint: 3, outpaint: 3 };

/** Length of each piece in Edit, whose tasks tell it. */
export const PIECE_SECONDS = SECONDS / 2;

export const orderIn = (operation: string): readonly string[] => inOrder.get(operation) ?? [];

/** Call before the first play. */
export async function prepareFilm(): Promise<void> {
	const bytes = await bytesMade(
		'play.mp4',
		['-f', 'lavfi', '-i', `testsrc=size=320x240:rate=16:duration=${SECONDS}`, 'product-short.mp4'],
		...['-map', '0:v', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '16'],
	);
	content = bytes.toString('base64');
	const open = async () => await Promise.resolve(sourceOfBytes(bytes));
	const read = await readFilm(await open());
	for (const [operation, count] of Object.entries(PIECES)) {
		const pieces = planPieces(read, { least: 2, most: SECONDS / count + 0.5 });
		if ('impossible' in pieces) throw new Error('the film cannot be split');
		const made = pieces.map(async ({ plan }) => await identityOf(chunksOf(plan, open)));
		inOrder.set(operation, await Promise.all(made));
	}
}

async function identityOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of chunks) hash.update(chunk);
	return hash.digest('hex').slice(0, 16);
}

/** The video of every item whose video is split, in n8n's memory mode. */
export const film = () => ({ data: content, fileName: 'play.mp4', mimeType: 'video/mp4' });

/** What the storage returns for a permission to upload. */
export const POLICY = {
	statusCode: 200,
	headers: {},
	body: JSON.stringify({
		data: {
			...{ policy: 'p', signature: 's', upload_dir: 'dashscope-instant/play', oss_access_key_id: 'k' },
			...{ upload_host: 'https://storage.example.com', max_file_size_mb: 1024, expire_in_seconds: 300 },
		},
	}),
};

export const isPolicyRequest = ({ qs }: IHttpRequestOptions): boolean =>
	(qs as { action?: string } | undefined)?.action === 'getPolicy';

/** Takes an upload. @returns its link, and what identifies its content */
export async function takeUpload({ body }: IHttpRequestOptions): Promise<[link: string, content: string]> {
	const parts = new Map((body as unknown as StreamedForm).entries());
	const file = parts.get('file') as StreamedPart;
	return [`oss://${String(parts.get('key'))}`, await identityOf(file.stream())];
}

/** Link to the video in a create body. */
export const videoIn = (body: unknown): string | undefined => {
	const { input = {} } = body as { input?: { video_url?: string; media?: Array<{ url: string }> } };
	return input.video_url ?? input.media?.[0]?.url;
};
