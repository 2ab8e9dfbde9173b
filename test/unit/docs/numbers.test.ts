import { readFileSync } from 'node:fs';
import path from 'node:path';
import { VACE, WAN27 } from '../../../nodes/WanVideoEdit/dashscope/limits';
import {
	FAMILIES,
	RETENTION_HOURS,
	TASK_REQUESTS_PER_SECOND,
} from '../../../nodes/WanVideoEdit/dashscope/models';
import { DEFAULT_TIMEOUT_MINUTES } from '../../../nodes/WanVideoEdit/form/waiting';
import { VACE_MEDIA, WAN27_MEDIA } from '../../../nodes/WanVideoEdit/media/limits';
import { MODES } from '../../../nodes/WanVideoEdit/modes';
import { TRANSLATIONS } from './translations';

const ROOT = path.join(__dirname, '../../..');

/** The distinct numbers of a text, without those in names (`wan2.1`, MP4, H.264), code and addresses. */
function numbersOf(text: string): number[] {
	const plain = text.replace(/`[^`]*`|\]\([^)]*\)|Wan 2\.7|华北2/g, '');
	const found = [...plain.matchAll(/(?<![\w.])\d[\d,]*(?:\.\d+)*/g)];
	return unique(found.map(([number]) => Number.parseFloat(number.replaceAll(',', ''))));
}

const unique = (numbers: readonly number[]): number[] => [...new Set(numbers)].sort((a, b) => a - b);

/** Headings with the text below them, without code blocks. */
const sectionsOf = (file: string): Array<{ heading: string; text: string }> =>
	readFileSync(path.join(ROOT, file), 'utf8')
		.replace(/^```[^]*?^```/gm, '')
		.split(/^##+ /m)
		.map((text) => ({ heading: text.slice(0, text.indexOf('\n')), text }));

it.each(TRANSLATIONS)('%s and %s have the same numbers in every section', (english, chinese) => {
	const sections = sectionsOf(chinese);
	const expected = sectionsOf(english).map(({ heading, text }, at) => ({
		heading: `${heading} / ${sections[at]?.heading}`,
		numbers: numbersOf(text),
	}));
	expect(
		expected.map(({ heading }, at) => ({ heading, numbers: numbersOf(sections[at]?.text ?? '') })),
	).toEqual(expected);
});

/** All numbers in a limit, except for some members: seconds, sides, frames, megabytes, characters, counts. */
function numbersIn(limit: object, ...leftOut: string[]): number[] {
	return Object.entries(limit).flatMap(([key, value]): number[] => {
		if (leftOut.includes(key)) return [];
		if (key === 'maxBytes') return [(value as number) / 1024 ** 2];
		if (typeof value === 'number') return [value];
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? numbersIn(value) : [];
	});
}

/** What each mode takes. The other limits are on the pages of the operations. */
const TAKES: Readonly<Record<string, readonly number[]>> = {
	Edit: [...numbersIn(WAN27_MEDIA.video.seconds!), ...numbersIn(WAN27.referenceImages, 'min')],
	'Generate From References': numbersIn(VACE.referenceImages),
	Repaint: numbersIn(VACE_MEDIA.video.seconds!),
	'Edit Region': numbersIn(VACE_MEDIA.video.seconds!),
	Extend: numbersIn(VACE_MEDIA.clip.seconds!),
	Outpaint: numbersIn(VACE_MEDIA.video.seconds!),
};

describe.each(['README.md', 'README.zh-CN.md'])('the modes in %s', (file) => {
	const rows = readFileSync(path.join(ROOT, file), 'utf8')
		.split('\n')
		.filter((line) => line.startsWith('| ['))
		.map((line) => line.split(' | '));

	it('are all there', () => {
		expect(rows.map(([name = '']) => /\[([\w ]+)/.exec(name)?.[1])).toEqual(MODES.map(({ label }) => label));
	});

	it.each(MODES.map(({ label }) => label))('%s takes what the checks accept', (label) => {
		const [, , takes = ''] = rows.find(([name = '']) => name.includes(`[${label}`)) ?? [];
		expect(numbersOf(takes)).toEqual(unique(TAKES[label] ?? []));
	});
});

describe.each(['README.md', 'README.zh-CN.md'])('the first video in %s', (file) => {
	const [, , , text = ''] = sectionsOf(file).map((section) => section.text);

	it('costs what the page about costs says, on the day that it names', () => {
		const [, beijing, singapore, day] =
			/`wan2\.7-videoedit` \| 720P +\| ¥([\d.]+) per second +\| \$([\d.]+) per second +\| ([\d-]+)/.exec(
				readFileSync(path.join(ROOT, 'docs/costs.md'), 'utf8'),
			) ?? [];
		expect(text).toContain(day);
		const billed = 2 * 5;
		expect(numbersOf(text)).toEqual(
			expect.arrayContaining([Number(beijing) * billed, Number(singapore) * billed]),
		);
	});

	it('takes as long as the output panel says', () => {
		const [from, to] = FAMILIES['wan2.7-videoedit'].usualMinutes;
		expect(text).toMatch(new RegExp(`${from} (?:to|到) ${to} `));
	});
});

describe('the page about usage has the figures', () => {
	const page = readFileSync(path.join(ROOT, 'docs/usage.md'), 'utf8').replace(/\s+/g, ' ');
	const { 'wan2.7-videoedit': wan27, vace } = FAMILIES;

	it.each([
		['of the timeout', `(Minutes)**: ${DEFAULT_TIMEOUT_MINUTES} if not set`],
		['of concurrent tasks', `${wan27.concurrentTasks} for Wan 2.7 and ${vace.concurrentTasks} for VACE`],
		[
			'of create requests',
			`${wan27.submitsPerSecond} per second for Wan 2.7 and ${vace.submitsPerSecond} for VACE`,
		],
		['of queries', `limit of ${TASK_REQUESTS_PER_SECOND} queries per second`],
		['of the expiry of links', `expires after ${RETENTION_HOURS} hours`],
	])('%s', (_, sentence) => {
		expect(page).toContain(sentence);
	});
});
