import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { Readable } from 'node:stream';
import { type MediaLimit, VACE_MEDIA } from '../../../../nodes/WanVideoEdit/media/limits';
import type { Slot } from '../../../../nodes/WanVideoEdit/media/slot';
import type { Fitting } from '../../../../nodes/WanVideoEdit/form/fitting';
import { fit } from '../../../../nodes/WanVideoEdit/stages/check/fit';
import { demandGoodMedia, inspectLink } from '../../../../nodes/WanVideoEdit/stages/check/inspect';
import type { SeenSlot } from '../../../../nodes/WanVideoEdit/stages/check/seenSlot';
import { checkedOf, form, modeNamed } from '../../drafts';
import { runOver } from '../../standIns';

/** How a host responds to a range request. */
export type Deed =
	| 'part'
	/** Fewer bytes than requested. */
	| 'short'
	/** The requested part, and megabytes more. */
	| 'overfull'
	/** The whole file, like a host without range requests. */
	| 'whole'
	/** Another part than the requested one. */
	| 'elsewhere'
	| 'reset'
	| { readonly status: number };

/** A host with one file that supports range requests. The last behavior applies forever. */
export class LinkHost {
	readonly asked: Array<{ first: number; last: number; headers: Record<string, unknown> }> = [];
	/** Bytes read from its responses. */
	given = 0;
	/** Called before each response, with the number of the request from 1. */
	onRequest: (count: number) => void = () => undefined;

	constructor(
		private readonly file: Uint8Array,
		private readonly deeds: readonly Deed[] = ['part'],
	) {}

	readonly httpRequest = async ({ headers = {} }: IHttpRequestOptions) => {
		const [, first = NaN, last = NaN] = (/^bytes=(\d+)-(\d+)$/.exec(String(headers.Range)) ?? []).map(Number);
		this.asked.push({ first, last, headers: { ...headers } });
		const deed = this.deeds[Math.min(this.asked.length, this.deeds.length) - 1] ?? 'part';
		this.onRequest(this.asked.length);
		if (deed === 'reset') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
		if (typeof deed === 'object') return this.answer(deed.status, {}, [Buffer.from('no')]);
		if (deed === 'whole') return this.answer(200, {}, [this.file]);
		if (this.file.length === 0) return this.answer(416, { 'content-range': 'bytes */0' }, []);
		const end = Math.min(last + 1, this.file.length);
		const start = deed === 'elsewhere' ? first + 1 : first;
		const range = { 'content-range': `bytes ${start}-${end - 1}/${this.file.length}` };
		const part = this.file.subarray(first, deed === 'short' ? Math.floor((first + end) / 2) : end);
		return this.answer(206, range, [part], deed === 'overfull');
	};

	private answer(
		statusCode: number,
		headers: Record<string, string>,
		parts: Uint8Array[],
		isOverfull = false,
	) {
		const count = (chunk: Uint8Array) => {
			this.given += chunk.length;
			return chunk;
		};
		async function* chunks() {
			for (const part of parts) yield count(part);
			for (let more = 0; isOverfull && more < 4096; more += 1) yield count(Buffer.alloc(1024));
		}
		return { statusCode, headers, body: Readable.from(chunks(), { highWaterMark: 1 }) };
	}
}

export const slotOf = (name: Slot['name'], label: string, limit: MediaLimit): Slot => ({
	...{ name, label, limit },
	source: { kind: 'url', url: 'https://files.example.com/a' },
});
export const VIDEO_SLOT = slotOf('video', 'Video URL', VACE_MEDIA.video);
export const MASK_SLOT = slotOf('mask', 'Mask URL', VACE_MEDIA.image);

const ACCESS = {
	reach: { innerHosts: false, apiHost: 'api.example.com', looksUpNames: true },
	withinMs: 60_000,
};

const FITTING: Fitting = { ifTooLong: 'refuse', startAt: undefined, cleanMask: true, invertMask: false };

/** Inspects a link on such a host, in virtual time. */
export function inspectOver(host: LinkHost, slot = VIDEO_SLOT) {
	const helpers = { httpRequest: host.httpRequest } as unknown as IExecuteFunctions['helpers'];
	const world = runOver([], { context: { helpers } });
	const check = async () => {
		const seen = await inspectLink(slot, 'https://files.example.com/a', ACCESS, world.run);
		const [fitted = seen] = await fit({ slots: [slot], fitting: FITTING }, [seen], world.run.context);
		return fitted;
	};
	return { ...world, check };
}

/** Throws the failure of an item with these slots, if any. */
export const demand = (seen: readonly SeenSlot[]): void =>
	demandGoodMedia(modeNamed('outpaint'), checkedOf('outpaint', form('outpaint'), 2), seen);
