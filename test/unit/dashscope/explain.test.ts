// cspell:ignore Vjcm
import fc from 'fast-check';
import { explain, wordsOf } from '../../../nodes/WanVideoEdit/dashscope/explain';

describe("Alibaba Cloud's own message", () => {
	it.each<[string | undefined, string | undefined]>([
		['b.', 'Alibaba Cloud says: b.'],
		['b', 'Alibaba Cloud says: b.'],
		[' . ', undefined],
		['', undefined],
		[undefined, undefined],
	])('of %j is %j', (message, expected) => {
		expect(wordsOf(message)).toBe(expected);
	});

	it('follows the meaning and the advice', () => {
		expect(explain('Arrearage', 'Access denied.')).toBe(
			'The account has an unpaid bill or no balance. Check the balance and unpaid bills of the account in the Alibaba Cloud console. Alibaba Cloud says: Access denied.',
		);
		expect(explain(undefined, undefined)).toBeUndefined();
	});

	it('ends with one full stop', () => {
		fc.assert(
			fc.property(fc.string({ minLength: 1 }), (message) => {
				expect(wordsOf(`Words ${message}`)).toMatch(/[^.]\.$/s);
			}),
		);
	});

	it('stands alone if the code is unknown', () => {
		expect(explain('SomethingNew', 'It is so.')).toBe('Alibaba Cloud says: It is so.');
	});

	it('is kept short', () => {
		expect(wordsOf('x'.repeat(5000))!.length).toBeLessThan(430);
	});

	it('shows no key and no signed link that Alibaba Cloud repeats', () => {
		const message =
			'Incorrect API key provided: sk-ws-0123456789abcdef. Link https://host.example/in.mp4?Expires=1&Signature=c2VjcmV0, oss://dir/in.mp4?token=c2VjcmV0';
		expect(wordsOf(message)).toBe(
			'Alibaba Cloud says: Incorrect API key provided: sk-…. Link https://host.example/in.mp4?… oss://dir/in.mp4?….',
		);
	});

	it('keeps the link to the page that explains it', () => {
		const page = 'https://help.aliyun.com/zh/model-studio/error-code#error-url';
		expect(explain('InvalidParameter', `url error, please check url！ For details, see: ${page}`)).toContain(
			page,
		);
	});
});
