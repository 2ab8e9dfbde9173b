import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FAMILIES, TASK_REQUESTS_PER_SECOND } from '../../../nodes/WanVideoEdit/dashscope/models';

const ROOT = path.join(__dirname, '../../..');
const textOf = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

const PAGE = textOf('docs/polling-and-batching.md').replace(/\s+/g, ' ');
const SCHEDULE = textOf('nodes/WanVideoEdit/stages/wait/pollSchedule.ts');

/** The first group of a pattern that must match the text. */
const found = (text: string, pattern: RegExp): string => {
	const [, group] = pattern.exec(text) ?? [];
	if (group === undefined) throw new Error(`${String(pattern)} is not there`);
	return group;
};
const inPage = (pattern: RegExp): number => Number(found(PAGE, pattern));
const inSchedule = (pattern: RegExp): number => Number(found(SCHEDULE, pattern));

describe('the page about polling has the figures of the schedule', () => {
	it('for the first poll', () => {
		expect(inPage(/The first poll comes after (\d+) seconds/)).toBe(
			inSchedule(/FIRST_POLL: PlannedPoll = \{ at: (\d+)/),
		);
	});

	it('for the number of remembered durations', () => {
		expect(inPage(/the latest (\d+) tasks/)).toBe(inSchedule(/REMEMBERED = (\d+)/));
	});

	it('for the maximum gap, before the expected end and after it', () => {
		expect(inPage(/at least about every (\d+) s\. If/)).toBe(inSchedule(/LONGEST_SILENCE = (\d+)/));
		expect(inPage(/than all of these, it polls at least about every (\d+) s/)).toBe(
			inSchedule(/LONGEST_GAP = (\d+)/),
		);
	});

	it.each(['Fast', 'Balanced', 'Economy'])('for the pace %s', (pace) => {
		const most = inSchedule(new RegExp(`${pace.toLowerCase()}: \\{[^}]*longestGap: ([\\d.]+)`));
		expect(inPage(new RegExp(`\\| ${pace} +\\| about (\\d+) s`))).toBe(Math.round(most));
	});
});

describe('the page about polling has the figures of the account', () => {
	const { 'wan2.7-videoedit': wan27, vace } = FAMILIES;

	it('for requests per second', () => {
		expect(inPage(/\| Create, Wan 2\.7 +\| (\d+) per second/)).toBe(wan27.submitsPerSecond);
		expect(inPage(/\| Create, VACE +\| (\d+) per second/)).toBe(vace.submitsPerSecond);
		expect(inPage(/\| Query, list, cancel +\| (\d+) per second each/)).toBe(TASK_REQUESTS_PER_SECOND);
	});

	it('for concurrent tasks', () => {
		expect(inPage(/processes at once: (\d+) for Wan 2\.7/)).toBe(wan27.concurrentTasks);
		expect(inPage(/for Wan 2\.7 and (\d+) for VACE\. More/)).toBe(vace.concurrentTasks);
	});
});
