import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { IExecuteFunctions } from 'n8n-workflow';
import { type Clock, systemClock } from '../../nodes/WanVideoEdit/timing/clock';
import type { InputFile } from '../../nodes/WanVideoEdit/n8n/files';
import { sendThrough } from '../../nodes/WanVideoEdit/n8n/requests';
import {
	linkLimits,
	CHECK_MS,
	RESULT_LIMITS,
	uploadLimits,
} from '../../nodes/WanVideoEdit/n8n/transferLimits';
import { bucketOf } from '../../nodes/WanVideoEdit/oss/bucket';
import { putObject } from '../../nodes/WanVideoEdit/oss/put';
import type { PlacedFile } from '../../nodes/WanVideoEdit/stages/place/placement';
import { TemporaryStorage } from '../../nodes/WanVideoEdit/stages/place/temporaryStorage';
import { downloadToStore, type DownloadRequest } from '../../nodes/WanVideoEdit/stages/download';
import { PartUnavailable, partsOf } from '../../nodes/WanVideoEdit/stages/check/ranges';
import type { Run } from '../../nodes/WanVideoEdit/stages/run';
import { answer, runOver } from '../unit/standIns';

const MB = 1024 * 1024;

/** Bytes of the file that is uploaded. */
const UPLOADED = 50 * MB;

/** A way in which bytes are received or sent. */
export interface Door {
	/** For all tries together. */
	readonly deadlineMs: number;
	/** Maximum bytes in n8n's store. */
	readonly mostStored: number;
	/** @returns the result, in the node's words */
	open(run: Run): Promise<string>;
}

export type DoorName = keyof ReturnType<typeof doorsTo>;

/** Those whose bytes are stored. */
export const STORING = ['a rehosted link', 'a result'] as const satisfies readonly DoorName[];
/** Those that receive files. */
export const INCOMING = [...STORING, 'a part of a link'] as const satisfies readonly DoorName[];
export const UPLOADS = [
	'an upload to temporary storage',
	'an upload to a bucket',
] as const satisfies readonly DoorName[];

/**
 * A run with n8n's own helpers and an API at the same origin. @param lineClock for transfers; by default
 * real time
 */
export function runThrough(
	helpers: IExecuteFunctions['helpers'],
	origin: string,
	lineClock: Clock = systemClock,
) {
	const kept = {};
	const context = { helpers, getContext: () => kept } as unknown as IExecuteFunctions;
	const permission = answer(200, {
		data: {
			...{ policy: 'p', signature: 's', upload_dir: 'd', upload_host: `${origin}/up` },
			...{ oss_access_key_id: 'k', expire_in_seconds: 300 },
		},
	});
	const world = runOver([permission], { context, host: origin });
	return { ...world, run: { ...world.run, lineClock } satisfies Run };
}

function fileOf(bytes: number): InputFile {
	const stream = () =>
		Readable.from(
			(function* () {
				for (let left = bytes; left > 0; left -= 64 * 1024) yield Buffer.alloc(Math.min(left, 64 * 1024));
			})(),
			{ objectMode: false },
		);
	const binary = { data: '', mimeType: 'video/mp4' };
	return {
		...{ identity: randomUUID(), bytes, binary },
		body: async () => await Promise.resolve(stream()),
		open: async () => await Promise.resolve(stream()),
	};
}

/** All of them, with a host at this origin. */
export function doorsTo(origin: string) {
	const link = `${origin}/in.mp4`;
	const reach = { innerHosts: false, apiHost: new URL(origin).host, looksUpNames: true };
	const stored = (limits: DownloadRequest['limits'], mustBeVideo: boolean): Door => ({
		deadlineMs: limits.deadlineMs,
		mostStored: limits.mostBytes,
		open: async (run) => {
			const wanted = { fileName: 'a.mp4', what: 'a file', mustBeVideo, limits, reach };
			const result = await downloadToStore(link, wanted, run);
			return result.kind === 'failed' ? result.reason : 'stored';
		},
	});
	const uploaded = { deadlineMs: uploadLimits(UPLOADED).deadlineMs, mostStored: 0 };
	return {
		'an answer of the API': {
			deadlineMs: 30_000,
			mostStored: 0,
			open: async ({ context, lineClock }) => {
				const send = sendThrough(context, lineClock);
				const said = await send({ method: 'GET', url: `${origin}/api/v1/tasks/`, headers: {} });
				return said.kind === 'response' ? 'answered' : said.reason;
			},
		},
		'a part of a link': {
			deadlineMs: CHECK_MS,
			mostStored: 0,
			open: async (run) =>
				await partsOf(
					link,
					{ reach, withinMs: CHECK_MS },
					run,
				)(0, 65_535).then(
					() => 'read',
					(thrown: unknown) => (thrown instanceof PartUnavailable ? thrown.message : String(thrown)),
				),
		},
		'a rehosted link': stored(linkLimits(100 * MB), false),
		'a result': stored(RESULT_LIMITS, true),
		'an upload to temporary storage': {
			...uploaded,
			open: async (run) => {
				const placed = {
					...{ file: fileOf(UPLOADED), bytes: UPLOADED, extension: 'mp4', model: 'm' },
					...{ label: 'Video', item: 0 },
				} as unknown as PlacedFile;
				return await new TemporaryStorage(run).place(placed).catch((thrown: Error) => thrown.message);
			},
		},
		'an upload to a bucket': {
			...uploaded,
			open: async (run) => {
				const bucket = bucketOf({
					...{ bucket: 'my-videos', accessKeyId: 'LTAIx', accessKeySecret: 's', endpoint: origin },
				});
				const content = {
					...{ body: fileOf(UPLOADED).body, bytes: UPLOADED, contentType: 'video/mp4' },
					...{ signal: run.signal, clock: run.lineClock },
				};
				const outcome = await putObject(run.context, bucket, 'a.mp4', content);
				return 'reason' in outcome ? outcome.reason : outcome.kind;
			},
		},
	} as const satisfies Readonly<Record<string, Door>>;
}
