import type { FileHandling } from '../../../nodes/WanVideoEdit/form/fileHandling';
import { inspectLinks } from '../../../nodes/WanVideoEdit/stages/place/inspectLinks';
import { place } from '../../../nodes/WanVideoEdit/stages/place/place';
import { checkedOf, form, modeNamed, rejectionOf } from '../drafts';
import { runOver } from '../standIns';

const HANDLING: FileHandling = {
	...{ fileTransfer: 'temporary', rehostUrls: false, checkUrlMedia: false },
	...{ archiveResult: false, ossLinkHours: 24, allowPrivateHosts: false },
};

/** Places the linked video of Outpaint unchanged, for an API at this host. */
function placing(link: string, handling: Partial<FileHandling> = {}, host?: string) {
	const world = runOver([], host === undefined ? {} : { host });
	const request = checkedOf('outpaint', form('outpaint', { videoUrl: link }), 3);
	const [mode, all] = [modeNamed('outpaint'), { ...HANDLING, ...handling }];
	const placed = inspectLinks(mode, request, [], all, world.run).then(
		async (seen) => await place(mode, request, seen, all, world.run),
	);
	return { ...world, placed };
}

describe('A link that Alibaba Cloud downloads itself', () => {
	it.each([
		['http://localhost/in.mp4', 'localhost'],
		['http://LOCALHOST.:8080/in.mp4', 'localhost.:8080'],
		['http://minio:9000/in.mp4', 'minio:9000'],
		['https://192.168.1.5/in.mp4', '192.168.1.5'],
		['http://3232235781/in.mp4', '192.168.1.5'],
		['http://0x7f.1/in.mp4', '127.0.0.1'],
		['http://[::1]/in.mp4', '[::1]'],
		['http://[fd00::5]/in.mp4', '[fd00::5]'],
		['http://[::ffff:10.0.0.5]/in.mp4', '[::ffff:a00:5]'],
		['https://nas.local/in.mp4', 'nas.local'],
		['https://files.internal/in.mp4', 'files.internal'],
		['http://0177.0.0.1/in.mp4', '127.0.0.1'],
		['http://user:password@10.0.0.5/in.mp4', '10.0.0.5'],
		['http://100.100.100.200/in.mp4', '100.100.100.200'],
		['http://[fec0::5]/in.mp4', '[fec0::5]'],
		['http://[ff02::1]/in.mp4', '[ff02::1]'],
		['http://[100::1]/in.mp4', '[100::1]'],
		['http://[2001:db8::1]/in.mp4', '[2001:db8::1]'],
		['http://[3fff::1]/in.mp4', '[3fff::1]'],
		['http://[64:ff9b::10.0.0.5]/in.mp4', '[64:ff9b::a00:5]'],
		['http://minio.storage.svc:9000/in.mp4', 'minio.storage.svc:9000'],
		['http://minio.storage.svc.cluster.local/in.mp4', 'minio.storage.svc.cluster.local'],
		['http://minio.service.consul/in.mp4', 'minio.service.consul'],
		['http://localhost6.localdomain6/in.mp4', 'localhost6.localdomain6'],
		['http://films.test/in.mp4', 'films.test'],
	])('is rejected before anything is sent if its host is private: %s', async (link, host) => {
		const { placed, provider } = placing(link);
		const failure = await rejectionOf(placed);
		expect(failure.kind).toBe('badInput');
		expect(failure.message).toBe(
			`'Video URL' is a link to "${host}", a host in a private network, which Alibaba Cloud cannot reach`,
		);
		expect(failure.description).toContain("'Rehost URLs'");
		expect(provider.requests).toEqual([]);
	});

	it('is rejected even if n8n itself may download from private hosts, since it does not download it', async () => {
		const { placed } = placing('http://minio:9000/in.mp4', { allowPrivateHosts: true, checkUrlMedia: true });
		expect((await rejectionOf(placed)).message).toContain('which Alibaba Cloud cannot reach');
	});

	it.each([
		'https://files.example.com/in.mp4',
		'https://8.8.8.8/in.mp4',
		'https://[2606:4700::1111]/in.mp4',
		'https://[::ffff:8.8.8.8]/in.mp4',
		'https://[64:ff9b::8.8.8.8]/in.mp4',
		'https://svc.example.com/test/in.mp4',
		'oss://dir/in.mp4',
	])('is sent unchanged: %s', async (link) => {
		expect((await placing(link).placed).slots[0]?.url).toBe(link);
	});

	it('may be private if the API itself is, as with an emulator', async () => {
		const link = 'http://127.0.0.1:9000/in.mp4';
		expect((await placing(link, {}, 'http://127.0.0.1:4010').placed).slots[0]?.url).toBe(link);
	});
});
