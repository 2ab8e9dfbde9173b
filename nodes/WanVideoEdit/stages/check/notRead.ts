import { Failure, type FailureDetails } from '../../failure/failure';
import type { Slot } from '../../media/slot';
import { LINK_ADVICE } from '../linkPolicy';
import type { PartUnavailable } from './ranges';
import type { SeenSlot } from './seenSlot';

/** A slot whose content could not be read: `demandGoodMedia` throws its failure. */
const notRead = (slot: Slot, why: string, advice: string, details?: Partial<FailureDetails>): SeenSlot => ({
	slot,
	bytes: undefined,
	facts: { kind: 'unreadable', reason: why },
	refusal: (subject) => new Failure('badInput', `${subject} could not be read ${why}`, advice, details),
});

const UNCHECKED =
	"Check the link, or switch 'Check URL Media' off in the advanced options to leave it to Alibaba Cloud.";

/** A part of the linked file could not be downloaded. */
export function unavailable(slot: Slot, thrown: PartUnavailable): SeenSlot {
	const { message: reason, httpStatus, isPassing: retryable, refusal } = thrown;
	const advice = refusal === undefined ? UNCHECKED : LINK_ADVICE[refusal];
	return notRead(slot, `(${reason})`, advice, { httpStatus, retryable });
}

/** n8n's store could not open the file. */
export const notInStore = (slot: Slot, thrown: unknown): SeenSlot =>
	notRead(
		slot,
		`from n8n's store (${errorCodeOf(thrown)})`,
		'n8n may have deleted it. Run the workflow again from the node that made the file.',
	);

/** A system error code, e.g. ENOENT: the message may contain a path of the server. */
function errorCodeOf(thrown: unknown): string {
	const { code, message } = thrown as { code?: unknown; message?: unknown };
	return String(typeof code === 'string' ? code : message);
}
