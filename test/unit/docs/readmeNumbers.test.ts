import { readFileSync } from 'node:fs';
import path from 'node:path';
import { VACE, WAN27 } from '../../../nodes/WanVideoEdit/dashscope/limits';
import { RETENTION_HOURS } from '../../../nodes/WanVideoEdit/dashscope/models';
import { VACE_MEDIA, WAN27_MEDIA } from '../../../nodes/WanVideoEdit/media/limits';

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

it('both READMEs have the same numbers in every section', () => {
	const chinese = sectionsOf('README.zh-CN.md');
	const english = sectionsOf('README.md').map(({ heading, text }, at) => ({
		heading: `${heading} / ${chinese[at]?.heading}`,
		numbers: numbersOf(text),
	}));
	expect(
		english.map(({ heading }, at) => ({ heading, numbers: numbersOf(chinese[at]?.text ?? '') })),
	).toEqual(english);
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

const resolutions = WAN27.resolution.values.map((tier) => Number.parseInt(tier, 10));
/** 0 keeps the whole video. */
const durations = [0, ...numbersIn(WAN27.duration)];
const outpaintExample = 1.5;

/** The limits that each row states. The others are on the pages of the operations. */
const ROWS: ReadonlyArray<[section: string, parameter: string, numbers: readonly number[]]> = [
	['Edit', 'Video', numbersIn(WAN27_MEDIA.video, 'maxAspect')],
	['Edit', 'Prompt', numbersIn(WAN27.prompt)],
	[
		'Edit',
		'Reference Images',
		[...numbersIn(WAN27.referenceImages, 'min'), ...numbersIn(WAN27_MEDIA.image, 'maxAspect')],
	],
	['Edit', 'Options', [...durations, ...numbersIn(WAN27.negativePrompt), ...resolutions]],
	[
		'Generate From References',
		'Reference Images',
		[...numbersIn(VACE.referenceImages), ...numbersIn(VACE_MEDIA.image)],
	],
	['Generate From References', 'Prompt', numbersIn(VACE.prompt)],
	['Repaint', 'Video', numbersIn(VACE_MEDIA.video)],
	['Repaint', 'Prompt', numbersIn(VACE.prompt)],
	['Repaint', 'Reference Images', numbersIn(VACE.subjectImages, 'min')],
	['Repaint', 'Options', numbersIn(VACE.strength)],
	['Edit Region', 'Prompt', numbersIn(VACE.prompt)],
	['Edit Region', 'Mask Frame ID', [VACE.maskFrameId.min]],
	['Edit Region', 'Expand Ratio', numbersIn(VACE.expandRatio)],
	['Edit Region', 'Reference Images', numbersIn(VACE.subjectImages, 'min')],
	['Extend', 'Anchors', numbersIn(VACE_MEDIA.clip, 'minFps', 'maxBytes')],
	['Extend', 'Prompt', numbersIn(VACE.prompt)],
	['Outpaint', 'Prompt', numbersIn(VACE.prompt)],
	['Outpaint', 'Top, Bottom, Left, Right Scale', [...numbersIn(VACE.scale), outpaintExample]],
	['Task', 'Get Many', [RETENTION_HOURS]],
];

describe.each(['README.md', 'README.zh-CN.md'])('the limits of %s match the tables', (file) => {
	/** Rows by section and parameter, from the sections of operations. */
	const rows = new Map(
		sectionsOf(file).flatMap(({ heading, text }) =>
			[...text.matchAll(/^\| ([^|]+?) +\| (.*)\|$/gm)].map(([, parameter, limits]) => [
				`${heading.replace(/（.*/, '')}: ${parameter}`,
				limits ?? '',
			]),
		),
	);

	it.each(ROWS)('%s: %s', (section, parameter, numbers) => {
		expect(numbersOf(rows.get(`${section}: ${parameter}`) ?? '')).toEqual(unique(numbers));
	});

	it('and no other row of an operation contains a number', () => {
		const operations = new Set(ROWS.map(([section]) => section));
		const stated = [...rows]
			.filter(([name, text]) => operations.has(name.split(': ')[0]!) && numbersOf(text).length > 0)
			.map(([name]) => name);
		expect(stated.sort()).toEqual(ROWS.map(([section, parameter]) => `${section}: ${parameter}`).sort());
	});
});
