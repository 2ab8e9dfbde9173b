import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { asFailure, Failure } from '../../failure/failure';
import { isoFromEpoch } from '../../dashscope/time';
import type { Output } from '../../form/result';
import { isTool } from '../../n8n/tool';
import type { SoundSource } from '../check/sound';
import type { PlaceRun } from '../place/placements';
import { archive } from './archive';
import { type Extras, MASK_FIELD, silentHint, storedMask } from './collect';
import { fetchResult } from './fetchResult';
import { joinPieces } from './joinPieces';
import { inputFieldsOf, raw, simplified } from './outputJson';
import { pieceFactsOf, type PieceTasks } from './pieces';
import { dateOffset } from '../../timing/clock';

/**
 * Builds the output item of a video that was edited in pieces: their results joined into one file, which is also stored
 * in the user's bucket if the options ask for it. Results that cannot be joined are returned one by one: they are paid.
 * @throws Failure `download` or `archive` with what is known about all pieces; `stopped`
 */
export async function collectPieces(
	pieces: PieceTasks,
	output: Output,
	run: PlaceRun,
	extras: Extras = {},
): Promise<INodeExecutionData> {
	const downloadTo = isTool(run.context) ? undefined : output.downloadTo;
	const { archiveHours } = output;
	const isWanted = downloadTo !== undefined || archiveHours !== undefined;
	const areDone = pieces.every(({ task }) => task.response.output?.video_url !== undefined);
	const [{ task: first }] = pieces;

	const files = isWanted && areDone ? await filesOf(pieces, output, run, extras) : [];
	const archived = archiveHours === undefined ? [] : await archivedOf(files, pieces, archiveHours, run);
	const hasFile = downloadTo !== undefined && files.length > 0;
	const binary: Record<string, IBinaryData> = hasFile ? named(files, downloadTo) : {};
	if (extras.mask && downloadTo !== undefined) {
		const mask = await storedMask(extras.mask, first, run);
		if (mask) binary[MASK_FIELD] = mask;
	}
	for (const { task } of pieces) run.totals.add(task, hasFile);
	return {
		json: {
			...(output.includeInputFields ? inputFieldsOf(first, run) : {}),
			...jsonOfPieces(pieces, output, run, archived),
			...(pieces.some(({ task }) => task.recovered) && { recovered: true }),
		},
		...(Object.keys(binary).length > 0 ? { binary } : {}),
		pairedItem: { item: first.item },
	};
}

/** Stores the joined video, or those of all pieces, in the user's bucket. @throws Failure `archive` */
async function archivedOf(
	files: readonly IBinaryData[],
	pieces: PieceTasks,
	hours: number,
	run: PlaceRun,
): Promise<IDataObject[]> {
	const links: IDataObject[] = [];
	for (const [index, file] of files.entries()) {
		const { task } = pieces[index] ?? pieces[0];
		const kept = run.limits.forTransfer(async (leave) => await archive(file, task, hours, run, leave));
		links.push(await kept.catch(async (cause: unknown) => await Promise.reject(withAll(cause, pieces))));
	}
	return links;
}

/** `data`, or `data_1`, `data_2` and so on. */
const named = (files: readonly IBinaryData[], field: string): Record<string, IBinaryData> =>
	Object.fromEntries(
		files.map((file, index) => [files.length === 1 ? field : `${field}_${index + 1}`, file] as const),
	);

/** The joined video, or the videos of all pieces if they cannot be joined. */
async function filesOf(
	pieces: PieceTasks,
	output: Output,
	run: PlaceRun,
	{ sound }: Extras,
): Promise<IBinaryData[]> {
	const { allowPrivateHosts, fileName } = output;
	const videos = await Promise.all(
		pieces.map(async ({ task }) => {
			const fetched = run.limits.forTransfer(
				async (leave) => await fetchResult(task, { allowPrivateHosts }, run, leave),
			);
			return await fetched.catch(async (cause: unknown) => await Promise.reject(withAll(cause, pieces)));
		}),
	);
	const [{ task }] = pieces;
	const name = fileName ?? `wan-${task.operation}-${task.taskId}.mp4`;
	const spans = pieces.flatMap(({ piece }) => piece ?? []);
	const joined = async (source?: SoundSource) => await joinPieces(videos, spans, name, source, run);
	const whole = withSound(joined, sound, task.taskId, run).then((file) => [file]);
	return await unlessStopped(whole, async (cause) => {
		const reason = cause instanceof Error ? cause.message : String(cause);
		run.context.addExecutionHints?.({
			message: `The videos of the ${pieces.length} pieces could not be joined (${reason}): each is returned as a file of its own.`,
			location: 'outputPane',
		});
		return await Promise.resolve(videos);
	});
}

/** What `otherwise` makes of a failure. @throws Failure `stopped` */
const unlessStopped = async <Done>(
	work: Promise<Done>,
	otherwise: (cause: unknown) => Promise<Done>,
): Promise<Done> =>
	await work.catch(async (cause: unknown) =>
		cause instanceof Failure && cause.kind === 'stopped'
			? await Promise.reject(cause)
			: await otherwise(cause),
	);

/** The videos are paid for: without the sound, they are joined all the same. */
async function withSound(
	joined: (source?: SoundSource) => Promise<IBinaryData>,
	sound: Extras['sound'],
	taskId: string,
	{ context }: PlaceRun,
): Promise<IBinaryData> {
	if (sound === undefined) return await joined();
	return await unlessStopped(sound().then(joined), async (cause) => {
		const silent = await joined();
		context.addExecutionHints?.(silentHint(taskId, cause));
		return silent;
	});
}

/** What went wrong with one of several paid videos, with what is known about all. */
const withAll = (cause: unknown, pieces: PieceTasks): Failure =>
	asFailure(cause).with({ pieces: pieces.map(pieceFactsOf) });

/**
 * The fields of all pieces in one: the first one's, with sums.
 * @param archived links into the user's bucket, of the joined video or of each piece
 */
function jsonOfPieces(
	pieces: PieceTasks,
	{ simplify, archiveHours = 0 }: Output,
	{ clock }: PlaceRun,
	archived: readonly IDataObject[],
): IDataObject {
	const [{ task: first }] = pieces;
	const ofEach = archived.length > 1 ? archived : [];
	const [ofJoined] = archived.length === 1 ? archived : [];
	if (!simplify) {
		const { operation, model } = first;
		const each = pieces.map(({ piece, task }, index) => ({
			...(piece && { from: piece.from, to: piece.to }),
			...raw(task),
			...ofEach[index],
		}));
		return { operation, model, ...ofJoined, pieces: each };
	}
	const each = pieces.map((one, index) => ({ ...pieceFactsOf(one), ...ofEach[index] }));
	const last = pieces[pieces.length - 1]?.task ?? first;
	const unfinished = pieces.find(({ task }) => task.status !== 'SUCCEEDED')?.task;
	const offset = dateOffset(clock);
	const json: IDataObject = { ...simplified(unfinished ?? first, offset), taskId: first.taskId };
	if (unfinished === undefined) {
		const seconds = each.reduce((sum, { billedSeconds }) => sum + (billedSeconds ?? 0), 0);
		Object.assign(json, {
			videoUrl: ofJoined?.archiveSignedUrl ?? null,
			videoUrlExpiresAt: ofJoined ? isoFromEpoch(clock.date() + archiveHours * 3_600_000) : null,
			billedSeconds: Number(seconds.toFixed(2)),
			finishedAt: simplified(last, offset).finishedAt,
		});
	}
	return { ...json, ...ofJoined, pieces: each as unknown as IDataObject[] };
}
