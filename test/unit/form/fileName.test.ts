import { fileNameOf } from '../../../nodes/WanVideoEdit/form/result';

describe('The name of the video file', () => {
	it.each([
		['summer', 'summer.mp4'],
		['summer.mp4', 'summer.mp4'],
		['Summer.MP4', 'Summer.mp4'],
		['v1.2', 'v1.2.mp4'],
		['夏天', '夏天.mp4'],
		['../../etc/passwd', '_.._etc_passwd.mp4'],
		['a/b\\c:d*e?f"g<h>i|j', 'a_b_c_d_e_f_g_h_i_j.mp4'],
		['line\nbreak\u0000', 'line_break_.mp4'],
		[' .hidden. ', 'hidden.mp4'],
	])('%j is %j', (wanted, name) => {
		expect(fileNameOf(wanted)).toBe(name);
	});

	it.each([undefined, '', '.mp4', ' . '])('%j gives no name', (wanted) => {
		expect(fileNameOf(wanted)).toBeUndefined();
	});

	it.each(['x', '夏', '🎬'])(
		'is no longer than file systems take, also from a text of megabytes of %s',
		(one) => {
			const name = fileNameOf(one.repeat(3_000_000)) ?? '';
			expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
			expect(Buffer.byteLength(name)).toBeGreaterThan(240);
			expect(name).not.toContain('\uFFFD');
		},
	);

	it('is cut between characters', () => {
		const name = fileNameOf('夏'.repeat(300)) ?? '';
		expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
		expect(name).toMatch(/^夏+\.mp4$/);
	});
});
