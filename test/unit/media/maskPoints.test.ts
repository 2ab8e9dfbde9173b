import { parsePoints } from '../../../nodes/WanVideoEdit/media/masks/points';
import { dice } from './mutants';

const TRIANGLE = [
	[10, 20],
	[50.5, 80],
	[90, 0.25],
];

describe('Corners of a polygon are read', () => {
	it.each([
		['as the form describes them', '10,20 50.5,80 90,.25'],
		['with blanks after commas', '10, 20  50.5, 80  90, 0.25'],
		['from lines', '10,20\n50.5,80\r\n90,0.25\n'],
		['separated by semicolons', '10,20; 50.5,80; 90,0.25;'],
		['from JSON', '[[10,20],[50.5,80],[90,0.25]]'],
		['in brackets', '(10, 20), (50.5, 80), (90, 0.25)'],
		['with percent signs', '10%,20% 50.5%,80% 90%,0.25%'],
		['with tabs and signs', '\t+10,20.\t50.50,80.0\t90,00.25'],
	])('%s', (_, text) => {
		expect(parsePoints(text)).toEqual({ points: TRIANGLE });
	});

	it('as none from nothing: the rules for shapes tell what is missing', () => {
		expect(parsePoints('  ')).toEqual({ points: [] });
		expect(parsePoints('')).toEqual({ points: [] });
	});
});

describe('Corners of a polygon are refused', () => {
	it.each([
		['a word', '10,20 middle,80', /^has 'middle' among its corners$/],
		['a long word', `10,20 ${'x'.repeat(50)}`, /^has 'x{20}…' among its corners$/],
		['an exponent', '1e1,20 50,80 90,20', /^has '1e1' among/],
		['two points in a number', '1.2.3,20', /^has '1\.2\.3' among/],
		['a half corner', '10,20 50,80 90', /^has 5 numbers, so one corner is incomplete$/],
		['too many', '1,2 '.repeat(1001), /^has 1,001 corners$/],
		['too long a text', ' '.repeat(20_001), /^has 20,001 characters of corners$/],
	])('with %s', (_, text, is) => {
		expect(parsePoints(text)).toEqual({
			fault: { is: expect.stringMatching(is), takes: expect.any(String), advice: expect.any(String) },
		});
	});
});

it('Any text gives corners or a fault, and never throws', () => {
	const roll = dice(11);
	const letters = '0123456789.,;- \n[]()%+e∞\0';
	for (let round = 0; round < 3000; round += 1) {
		const text = Array.from({ length: roll(30) }, () => letters[roll(letters.length)]).join('');
		const read = parsePoints(text);
		if ('points' in read) expect(read.points.flat().every(Number.isFinite)).toBe(true);
		else expect(read.fault.is.length).toBeGreaterThan(5);
	}
});
