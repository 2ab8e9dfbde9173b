import type { TaskId } from '../../../../nodes/WanVideoEdit/dashscope/taskId';
import { expectedTime } from '../../../../nodes/WanVideoEdit/stages/wait/expectedTime';

const taskId = 'abcd' as TaskId;

describe('How long a task will probably take', () => {
	it.each<[string | null, number[], string]>([
		['wan2.7-videoedit', [], 'Waiting for task abcd. It usually takes 1 to 5 minutes.'],
		['wanx2.1-vace-plus', [], 'Waiting for task abcd. It usually takes 5 to 10 minutes.'],
		['some-other-model', [], 'Waiting for task abcd.'],
		[null, [], 'Waiting for task abcd.'],
		['wan2.7-videoedit', [61], 'Waiting for task abcd. The last one took about 61 s.'],
		['wan2.7-videoedit', [200, 75, 130], 'Waiting for task abcd. The last 3 took 75 s to 3 min.'],
		['wan2.7-videoedit', [120, 121], 'Waiting for task abcd. The last 2 took about 2 min.'],
	])('of %s after %j is said in words', (model, durations, words) => {
		expect(expectedTime({ taskId, model }, durations)).toBe(words);
	});
});
