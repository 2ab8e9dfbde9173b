import type { IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../failure/failure';
import type { FileHandling } from '../form/fileHandling';
import type { Output } from '../form/result';
import type { Waiting } from '../form/waiting';
import { type Slot, titleOf } from '../media/slot';
import type { Checked } from '../modes/mode';
import { inputFile } from '../n8n/files';
import { LINK_ADVICE } from '../stages/linkPolicy';
import { linkedContent, PartUnavailable, partsOf } from '../stages/check/ranges';
import { type Content, contentOf, type SeenSlot } from '../stages/check/seenSlot';
import { demandSound, type SoundSource, soundSource } from '../stages/check/sound';
import { linkAccess } from '../stages/place/inspectLinks';
import type { Run } from '../stages/run';

/**
 * Sound is put under a file: something has to take that.
 * @throws Failure `badInput`
 */
export function demandPlaceForSound(
	waiting: Waiting | undefined,
	{ downloadTo }: Output,
	{ archiveResult }: FileHandling,
): void {
	if (waiting === undefined) {
		throw new Failure(
			'badInput',
			"'Sound' is set, but 'Wait for Completion' is off: the sound is added to the finished video",
			"Turn 'Wait for Completion' on, or set 'Sound' to None in the options.",
		);
	}
	if (downloadTo !== undefined || archiveResult) return;
	throw new Failure(
		'badInput',
		"'Sound' is set, but the video is returned as a link only, which has no sound",
		"Turn 'Download Video' on, use 'Archive Result' with your OSS bucket, or set 'Sound' to None in the options.",
	);
}

/** Checks the sound of files, before anything is sent. @throws Failure `badInput` */
export async function demandSoundInFiles(
	{ sound, item }: Checked<unknown>,
	files: readonly SeenSlot[],
	context: IExecuteFunctions,
): Promise<void> {
	if (sound === undefined) return;
	const source = await soundSource(sound, files, async (slot) => fileContent(slot, item, context));
	if (source !== undefined) await demandSound(source);
}

/** Checks the sound of links, before anything is paid. @throws Failure `badInput` */
export async function demandSoundInLinks(
	{ sound, slots }: Checked<unknown>,
	source: SoundSource | undefined,
): Promise<void> {
	if (sound === undefined) return;
	const slot = sound.slot ?? slots.find(({ name }) => name === 'video');
	if (slot?.source.kind === 'file') return;
	if (source === undefined) {
		throw new Failure(
			'badInput',
			`'${slot === undefined ? 'Video' : titleOf(slot)}' is a link that n8n cannot read; 'Sound' needs it`,
			"Use an http or https link or a file, or set 'Sound' to None in the options.",
		);
	}
	await readable(source.title, async () => await demandSound(source));
}

/** The sound of an item's result, once something is known about its links. Undefined for none. */
export async function soundOf(
	{ sound, item }: Checked<unknown>,
	seen: readonly SeenSlot[],
	handling: FileHandling,
	run: Run,
	withinMs: number,
): Promise<SoundSource | undefined> {
	if (sound === undefined) return undefined;
	return await soundSource(sound, seen, async (slot) => {
		if (slot.source.kind !== 'url') return fileContent(slot, item, run.context);
		const access = linkAccess(handling, run, withinMs);
		const { url } = slot.source;
		return await readable(titleOf(slot), async () => {
			const { total } = await partsOf(url, access, run)(0, 0);
			return linkedContent(url, total, access, run);
		});
	});
}

/** @throws Failure `badInput` if the link could not be read */
async function readable<Result>(title: string, work: () => Promise<Result>): Promise<Result> {
	return await work().catch(async (cause: unknown) => {
		if (!(cause instanceof PartUnavailable)) return await Promise.reject(cause);
		const { message, refusal, httpStatus, isPassing: retryable } = cause;
		const advice = refusal === undefined ? 'Check the link.' : LINK_ADVICE[refusal];
		throw new Failure('badInput', `'${title}' could not be read (${message})`, advice, {
			httpStatus,
			retryable,
		});
	});
}

function fileContent(slot: Slot, item: number, context: IExecuteFunctions): Content | undefined {
	if (slot.source.kind !== 'file') return undefined;
	return contentOf(inputFile(context, item, slot.source.field, titleOf(slot)));
}
