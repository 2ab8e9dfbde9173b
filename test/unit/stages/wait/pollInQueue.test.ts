import { secondsQueued, secondsTaken } from '../../../../nodes/WanVideoEdit/dashscope/tasks';
import { nextPollInQueue } from '../../../../nodes/WanVideoEdit/stages/wait/pollSchedule';

const pause = (durations: readonly number[], documented?: number): number =>
	nextPollInQueue('balanced', durations, documented, 0.5).pauseMs / 1000;

describe('A task in the queue', () => {
	it('is polled again while it must still be running if it started at once', () => {
		expect(pause([120, 130, 125])).toBeCloseTo(72, 0);
		expect(pause([40])).toBeCloseTo(24, 0);
	});

	it('is never left alone for longer than two minutes, nor polled more often than one that may end', () => {
		expect(pause([900])).toBeCloseTo(120, 0);
		expect(pause([1])).toBeCloseTo(4.95, 1);
	});

	it('is polled by the documented minimum if nothing is known, and regularly if that is unknown too', () => {
		expect(pause([], 60)).toBeCloseTo(14.4, 1);
		expect(pause([], 300)).toBeCloseTo(72, 0);
		expect(pause([])).toBeCloseTo(4.95, 1);
	});
});

describe('The time in the queue', () => {
	const output = {
		task_status: 'SUCCEEDED',
		submit_time: '2026-01-31 10:00:00.000',
		scheduled_time: '2026-01-31 10:05:00.000',
		end_time: '2026-01-31 10:07:00.000',
	};

	it('does not count as a part of how long a task ran', () => {
		expect(secondsTaken({ output })).toBe(120);
		expect(secondsQueued({ output })).toBe(300);
	});

	it('is unknown without the start, and then the whole time counts', () => {
		const without = { ...output, scheduled_time: undefined };
		expect(secondsTaken({ output: without })).toBe(420);
		expect(secondsQueued({ output: without })).toBeUndefined();
	});

	it('is not believed if it is later than the end or before the creation', () => {
		expect(secondsTaken({ output: { ...output, scheduled_time: '2026-01-31 11:00:00.000' } })).toBe(420);
		expect(
			secondsQueued({ output: { ...output, scheduled_time: '2026-01-31 09:00:00.000' } }),
		).toBeUndefined();
	});
});
