import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ensureSamples } from '../../../../emulator/samples/samples';
import { inspectFiles } from '../../../../nodes/WanVideoEdit/stages/check/inspect';
import { checkedOf, form, modeNamed, rejectionOf } from '../../drafts';
import { FILES, Store } from './fileStore';

const sample = async (name: string) => await readFile(join(await ensureSamples(), name));
const filled = async () =>
	new Store({ video: await sample('product-short.mp4'), mask: await sample('mask-short.png') });

describe('Files of items', () => {
	it('are read once, however many items share them', async () => {
		const store = await filled();
		const seen = await Promise.all([0, 1, 2, 3].map(async (item) => await store.check(item)));
		expect(store.opened.sort()).toEqual(['mask', 'mask', 'video']);
		for (const files of seen) {
			expect(files).toMatchObject([
				{ slot: { name: 'video' }, facts: { kind: 'video', seconds: 3 } },
				{
					slot: { name: 'mask' },
					facts: { kind: 'image' },
				},
			]);
		}
	});

	it('are read again in another execution', async () => {
		const store = await filled();
		await store.check(0);
		const other = { ...store.context };
		await inspectFiles(modeNamed('editRegion'), checkedOf('editRegion', form('editRegion', FILES)), other);
		expect(store.opened).toHaveLength(6);
	});

	it('that were deleted from the store are reported with parameter and item', async () => {
		const store = await filled();
		delete store.files.mask;
		const failure = await rejectionOf(store.check(3));
		expect(failure.kind).toBe('badInput');
		expect(failure.message).toBe("'Mask' could not be read from n8n's store (File not found)");
		expect(failure.description).toBe(
			'n8n may have deleted it. Run the workflow again from the node that made the file.',
		);
	});

	it('that break off while they are read are reported, and tried again for the next item', async () => {
		const store = await filled();
		const { helpers } = store.context;
		const open = helpers.getBinaryStream;
		helpers.getBinaryStream = async () =>
			new Readable({
				read() {
					this.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
				},
			});
		expect((await rejectionOf(store.check(0))).message).toMatch(
			/^'Video' could not be read from n8n's store \(ECONNRESET\)$/,
		);
		helpers.getBinaryStream = open;
		expect(await store.check(1)).toHaveLength(2);
	});
});
