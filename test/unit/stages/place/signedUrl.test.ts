import type { IExecuteFunctions } from 'n8n-workflow';
import { SignedN8nUrl } from '../../../../nodes/WanVideoEdit/stages/place/signedUrl';
import type { PlacedFile } from '../../../../nodes/WanVideoEdit/stages/place/placement';

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
		file: { binary: { id, data: 'AAAA', mimeType: 'video/mp4' } },
	}) as unknown as PlacedFile;

describe('A signed n8n URL', () => {
	it('is sent to Alibaba Cloud if n8n has a public address', async () => {
		const url = await new SignedN8nUrl(contextAt('https://n8n.example.com')).place(fileWith('fs-1'));
		expect(url).toBe('https://n8n.example.com/rest/binary-data/signed?token=fs-1');
	});

	it.each([
		'https://10.example.com',
		'https://192.168.example.com',
		'https://127.example.org',
		'https://local.example.com',
		'https://n8n.internal.example.com',
		'https://8.8.8.8',
		'http://11.0.0.1',
		'http://100.128.0.1',
		'http://172.32.0.1',
		'http://169.253.0.1',
		'http://[2400:3200::1]:5678',
		'http://[::ffff:8.8.8.8]',
	])('is sent with %s, which is public', async (address) => {
		const url = await new SignedN8nUrl(contextAt(address)).place(fileWith('fs-1'));
		expect(url).toBe(`${address}/rest/binary-data/signed?token=fs-1`);
	});

	it.each([
		'http://localhost:5678',
		'http://LOCALHOST:5678',
		'http://n8n.localhost:5678',
		'http://127.0.0.1:5678',
		'http://127.1:5678',
		'http://0.0.0.0:5678',
		'http://192.168.1.4',
		'http://10.0.0.1',
		'http://172.16.0.1',
		'http://172.31.255.255',
		'http://100.64.0.1',
		'http://100.127.255.255',
		'http://169.254.1.1',
		'http://n8n:5678',
		'http://host.docker.internal:5678',
		'http://metadata.google.internal',
		'http://box.local',
		'http://box.local.:5678',
		'http://n8n.lan',
		'http://n8n.home.arpa',
		'http://[::1]:5678',
		'http://[::]:5678',
		'http://[fd00::1]:5678',
		'http://[fc00::1]:5678',
		'http://[fe80::1]:5678',
		'http://[febf::1]:5678',
		'http://[::ffff:10.0.0.1]',
		'http://[::ffff:127.0.0.1]',
	])('is rejected with %s, which Alibaba Cloud cannot reach', async (address) => {
		await expect(new SignedN8nUrl(contextAt(address)).place(fileWith('fs-1'))).rejects.toMatchObject({
			kind: 'badInput',
			message: expect.stringMatching(
				/^'Video' cannot be sent as a signed n8n URL: this n8n is at ".+", which Alibaba Cloud cannot reach$/,
			),
		});
	});

	it('is rejected in memory mode, and with an n8n that cannot create one', async () => {
		await expect(
			new SignedN8nUrl(contextAt('https://n8n.example.com')).place(fileWith(undefined)),
		).rejects.toThrow('n8n keeps files in memory');
		await expect(new SignedN8nUrl(contextAt(undefined)).place(fileWith('fs-1'))).rejects.toThrow(
			'this version of n8n does not support them',
		);
	});
});
