import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { Readable } from 'node:stream';
import { inspectFiles } from '../../../../nodes/WanVideoEdit/stages/check/inspect';
import { checkedOf, form, modeNamed } from '../../drafts';

/** A store with the files of an execution, by ID. Missing ones have been deleted. */
export class Store {
	readonly opened: string[] = [];

	constructor(readonly files: Record<string, Uint8Array>) {}

	readonly hints: string[] = [];

	readonly context = {
		getInputData: () => Array.from({ length: 4 }, () => ({ json: {} })),
		addExecutionHints: (...hints: Array<{ message: string }>) => {
			this.hints.push(...hints.map(({ message }) => message));
		},
		helpers: {
			assertBinaryData: (_item: number, field: string): IBinaryData => ({
				...{ id: `store:${field}`, data: 'filesystem-v2', mimeType: 'video/mp4' },
				bytes: this.files[field]?.length ?? 1000,
			}),
			getBinaryStream: async (id: string) => {
				const name = id.slice('store:'.length);
				this.opened.push(name);
				const file = this.files[name];
				if (file === undefined) throw new Error('File not found');
				return Readable.from([file]);
			},
		},
	} as unknown as IExecuteFunctions;

	/** Inspects the files of an item. */
	readonly check = async (item: number, operation = 'editRegion', values: object = FILES) =>
		await inspectFiles(
			modeNamed(operation),
			checkedOf(operation, form(operation, values), item),
			this.context,
		);
}

/** Names of the files of an Edit Region. */
export const FILES = {
	videoInput: 'binary',
	videoField: 'video',
	maskInput: 'binary',
	maskField: 'mask',
	maskFrameId: 1,
};
