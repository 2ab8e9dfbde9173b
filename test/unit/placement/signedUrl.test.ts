import type { IExecuteFunctions } from 'n8n-workflow';
import { SignedN8nUrl } from '../../../nodes/WanVideoEdit/placement/signedUrl';
import type { PlacedFile } from '../../../nodes/WanVideoEdit/placement/placement';

const contextAt = (address: string | undefined): IExecuteFunctions =>
	({
		helpers:
			address === undefined
				? {}
				: {
						createBinarySignedUrl: ({ id }: { id: string }) =>
							`${address}/rest/binary-data/signed?token=${id}`,
					},
	}) as unknown as IExecuteFunctions;

const fileWith = (id: string | undefined): PlacedFile =>
	({
		label: 'Video',
		item: 2,
		file: { binary: { id, data: '', mimeType: 'video/mp4' } },
	}) as unknown as PlacedFile;

describe('A signed n8n URL', () => {
	it('is given to the provider where n8n has a public address', async () => {
		const url = await new SignedN8nUrl(contextAt('https://n8n.example.com')).place(fileWith('fs-1'));
		expect(url).toBe('https://n8n.example.com/rest/binary-data/signed?token=fs-1');
	});

	it.each([
		'http://localhost:5678',
		'http://127.0.0.1:5678',
		'http://192.168.1.4',
		'http://10.0.0.1',
		'http://box.local',
		'http://[::1]:5678',
	])('is refused at %s, which the provider cannot reach', async (address) => {
		await expect(new SignedN8nUrl(contextAt(address)).place(fileWith('fs-1'))).rejects.toMatchObject({
			kind: 'badInput',
			message: expect.stringMatching(
				/^'Video' of item 2 cannot be given as a signed n8n URL: this n8n is at ".+", which the provider cannot reach$/,
			),
		});
	});

	it('is refused in memory mode, and by an n8n that makes none', async () => {
		await expect(
			new SignedN8nUrl(contextAt('https://n8n.example.com')).place(fileWith(undefined)),
		).rejects.toThrow('n8n keeps files in memory');
		await expect(new SignedN8nUrl(contextAt(undefined)).place(fileWith('fs-1'))).rejects.toThrow(
			'this version of n8n makes none',
		);
	});
});
