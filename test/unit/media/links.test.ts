import fc from 'fast-check';
import { splitLinks } from '../../../nodes/WanVideoEdit/form/slots';
import { VACE_MEDIA, WAN27_MEDIA, type MediaLimit } from '../../../nodes/WanVideoEdit/media/limits';
import { linkFault } from '../../../nodes/WanVideoEdit/media/links';
import { BLAMING_WORDS } from '../drafts';

const SLOTS: ReadonlyArray<[string, MediaLimit]> = [
	['a video of wan2.7', WAN27_MEDIA.video],
	['an image of wan2.7', WAN27_MEDIA.image],
	['a video of VACE', VACE_MEDIA.video],
	['a clip of VACE', VACE_MEDIA.clip],
	['an image of VACE', VACE_MEDIA.image],
];

const PIXEL = 'data:image/png;base64,iVBORw0KGgo=';

describe.each(SLOTS)('A link for %s', (_, limit) => {
	it.each([0x00, 0x07, 0x1b, 0x7f])('must not contain control character number %d', (code) => {
		const link = `https://example.com/a${String.fromCharCode(code)}b.mp4`;
		expect(linkFault(link, limit)).toBeDefined();
	});

	it('is shortened in an error', () => {
		const fault = linkFault(`https://example.com/ ${'x'.repeat(5000)}`, limit) ?? '';
		expect(fault.length).toBeLessThan(150);
	});

	it('is rejected in a calm tone, whatever it is', () => {
		const words = fc.string().map((text) => text.replace(BLAMING_WORDS, ''));
		fc.assert(
			fc.property(words, (link) => {
				expect(linkFault(link, limit) ?? '').not.toMatch(BLAMING_WORDS);
			}),
		);
	});
});

describe('Characters that are not ASCII', () => {
	const link = 'https://example.com/视频.mp4';

	it('are accepted by wan2.7', () => {
		expect(linkFault(link, WAN27_MEDIA.video)).toBeUndefined();
		expect(linkFault(link, WAN27_MEDIA.image)).toBeUndefined();
	});

	it.each(Object.entries(VACE_MEDIA))('are rejected by VACE for a %s', (_, limit) => {
		expect(linkFault(link, limit)).toBe(
			`is "${link}"; this model takes ASCII links only: percent-encode the other characters`,
		);
		expect(linkFault('oss://folder/视频.mp4', limit)).toContain('ASCII links only');
		expect(linkFault(encodeURI(link), limit)).toBeUndefined();
	});
});

describe('A data URL', () => {
	it.each(['image/jpeg', 'image/png', 'image/bmp', 'image/webp', 'IMAGE/PNG'])(
		'may contain %s where wan2.7 takes an image',
		(type) => {
			expect(linkFault(`data:${type};base64,iVBORw0KGgo=`, WAN27_MEDIA.image)).toBeUndefined();
		},
	);

	it.each(SLOTS.filter(([, limit]) => limit !== WAN27_MEDIA.image))('is rejected for %s', (_, limit) => {
		expect(linkFault(PIXEL, limit)).toBe(
			`is "${PIXEL}"; it takes a link that starts with http, https or oss`,
		);
	});

	it.each([
		'data:image/gif;base64,AAAA',
		'data:image/tiff;base64,AAAA',
		'data:image/svg+xml;base64,AAAA',
		'data:video/mp4;base64,AAAA',
		'data:text/html;base64,AAAA',
		'data:;base64,AAAA',
		'data:image/png,AAAA',
		'data:image/png;charset=utf-8;base64,AAAA',
		'data:image/png;base64',
		'data:',
	])('is rejected when it is %s', (link) => {
		expect(linkFault(link, WAN27_MEDIA.image)).toBe(
			`is "${link}"; a data URL must have the form data:{type};base64,… with the type image/jpeg, image/png, image/bmp or image/webp`,
		);
	});

	it.each(['', '=', '<svg>', 'AA AA', 'AA-_', 'AAAA='.repeat(2)])(
		'is rejected with %p as content',
		(content) => {
			expect(linkFault(`data:image/png;base64,${content}`, WAN27_MEDIA.image)).toBe(
				'is a data URL whose content is not base64',
			);
		},
	);

	it('may have exactly 20 MB, and not a byte more', () => {
		const limit = WAN27_MEDIA.image;
		const ofBytes = (bytes: number) => {
			const base64 = Buffer.alloc(bytes).toString('base64');
			return `data:image/png;base64,${base64}`;
		};
		expect(linkFault(ofBytes(limit.maxBytes), limit)).toBeUndefined();
		expect(linkFault(ofBytes(limit.maxBytes - 1), limit)).toBeUndefined();
		expect(linkFault(ofBytes(limit.maxBytes + 1), limit)).toContain('it takes up to 20 MB');
	});

	it('is reported with its size when it is too large, rounded to another number than the limit', () => {
		const limit = { ...WAN27_MEDIA.image, maxBytes: 1024 * 1024 };
		const ofBytes = (bytes: number) => `data:image/png;base64,${Buffer.alloc(bytes).toString('base64')}`;
		expect(linkFault(ofBytes(1.5 * 1024 * 1024), limit)).toBe('is a data URL of 1.5 MB; it takes up to 1 MB');
		expect(linkFault(ofBytes(1024 * 1024 + 1), limit)).not.toContain('of 1 MB');
	});

	it('is not repeated in full when it is rejected', () => {
		const fault = linkFault(`data:image/gif;base64,${'A'.repeat(10_000)}`, WAN27_MEDIA.image) ?? '';
		expect(fault.length).toBeLessThan(300);
	});
});

describe('A field with several links', () => {
	/** Realistic links: commas in path and query, but none at the end. */
	const anyLink = fc
		.tuple(
			fc.constantFrom('http://', 'https://', 'oss://', 'HTTPS://'),
			fc.stringMatching(/^[a-z0-9.]{1,12}$/),
			fc.stringMatching(/^[A-Za-z0-9_\-.,=&?%/+~]{0,24}$/),
		)
		.map(([scheme, host, path]) => `${scheme}${host}/${path}`.replace(/,+$/, ''));
	const dataLink = fc
		.base64String({ minLength: 4, maxLength: 40 })
		.map((base64) => `data:image/png;base64,${base64}`);
	const links = fc.array(fc.oneof(anyLink, dataLink), { minLength: 1, maxLength: 6 });

	it.each([',', ', ', ' ,\t', '\n', '\r\n', ',\n', ',\r\n', '\n\n  '])('is split at %j', (separator) => {
		fc.assert(
			fc.property(links, (list) => {
				expect(splitLinks(list.join(separator))).toEqual(list);
			}),
		);
	});

	it('returns a list unchanged', () => {
		fc.assert(
			fc.property(links, (list) => {
				expect(splitLinks(list)).toEqual(list);
				expect(splitLinks([list, list])).toEqual([...list, ...list]);
			}),
		);
	});

	it('keeps the comma of a data URL', () => {
		expect(splitLinks(`${PIXEL}, ${PIXEL}`)).toEqual([PIXEL, PIXEL]);
	});

	it('does not split a text that is not a link, so that the error shows it', () => {
		expect(splitLinks('a.png, b.png')).toEqual(['a.png, b.png']);
		expect(splitLinks(5)).toEqual(['5']);
	});

	it.each([undefined, null, '', ' \n ,', [], [null, '']])('returns nothing for %j', (value) => {
		expect(splitLinks(value)).toEqual([]);
	});
});
