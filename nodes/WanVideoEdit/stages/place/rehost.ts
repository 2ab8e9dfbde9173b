import { Failure } from '../../failure/failure';
import type { MediaFacts } from '../../media/facts';
import { megabytes } from '../../media/units';
import { makeSmaller } from '../../media/rules';
import { type Slot, titleOf } from '../../media/slot';
import type { AnyMode } from '../../modes/mode';
import { type InputFile, storedFile } from '../../n8n/files';
import { shareInFlight } from '../../timing/shareInFlight';
import { linkLimits } from '../../n8n/transferLimits';
import { type Download, downloadToStore } from '../download';
import type { LinkAccess } from '../check/ranges';
import { LINK_ADVICE } from '../linkPolicy';
import type { Run } from '../run';

/**
 * Downloads a link into n8n's store, for links that Alibaba Cloud cannot reach. The caller leaves out `oss://` links and
 * data URLs. Items of a run that have the same link share the file.
 * @returns the file, or facts about unsupported content that came instead
 * @throws Failure `badInput`, `stopped`
 */
export async function rehost(
	mode: AnyMode,
	slot: Slot,
	link: string,
	access: LinkAccess,
	run: Run,
	maxBytes = slot.limit.maxBytes,
): Promise<InputFile | MediaFacts> {
	const limits = linkLimits(maxBytes);
	let isOwn = false;
	const fetching = async () => {
		isOwn = true;
		const within = { ...limits, deadlineMs: Math.min(limits.deadlineMs, access.withinMs) };
		const wanted = { fileName: 'rehosted', what: 'a linked file', limits: within, ...access };
		return await downloadToStore(link, wanted, run);
	};
	const name = `link ${maxBytes} ${access.reach.innerHosts} ${link}`;
	const shared = shareInFlight(run.context, name, fetching, isInStore);
	// An item that waits for another item's download needs no slot of its own.
	if (!isOwn) access.onSlow?.();
	const result = await shared;
	if (result.kind === 'file') return storedFile(run.context, result.file);
	if (result.facts !== undefined) return result.facts;
	const subject = `'${titleOf(slot)}'`;
	if (result.tooLarge !== undefined) {
		const size = Number.isFinite(result.tooLarge) ? megabytes(result.tooLarge) : 'too';
		throw new Failure(
			'badInput',
			`${subject} is ${size} large; ${mode.label} takes up to ${megabytes(maxBytes)}`,
			makeSmaller(slot.limit),
		);
	}
	throw new Failure(
		'badInput',
		`${subject} could not be downloaded (${result.reason})`,
		result.refusal === undefined
			? "Check the link, or turn off 'Rehost URLs' in the advanced options to have Alibaba Cloud download it."
			: LINK_ADVICE[result.refusal],
		{ httpStatus: result.httpStatus, retryable: result.isPassing },
	);
}

/** A failed download may work for the next item. In n8n's memory mode, sharing would keep the file in memory to the end of the run. */
const isInStore = (result: Download): boolean => result.kind === 'file' && result.file.id !== undefined;
