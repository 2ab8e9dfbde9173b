import type { Emulator } from '../../emulator';
import { FAMILIES, type ModelFamily } from '../../nodes/WanVideoEdit/dashscope/models';

/** Another key of the same account: its tasks are in the same list and count toward the same limits. */
export const FOREIGN_KEY = 'sk-foreign';

/** No item here uses it: tasks with an item's prompt could not be distinguished. */
const PROMPT = 'What someone else wants';

const bodyOf = (family: ModelFamily, otherName: boolean) =>
	family === 'vace'
		? {
				model: FAMILIES.vace.names[otherName ? 1 : 0],
				input: { function: 'image_reference', prompt: PROMPT, ref_images_url: ['https://example.com/a.png'] },
			}
		: {
				model: FAMILIES[family].defaultModel,
				input: { prompt: PROMPT, media: [{ type: 'video', url: 'https://example.com/in.mp4' }] },
			};

/** Creates a task as another client would. It may fail. */
export async function createForeignTask(
	emulator: Emulator,
	family: ModelFamily,
	otherName: boolean,
): Promise<void> {
	await emulator
		.dispatch({
			method: 'POST',
			url: '/api/v1/services/aigc/video-generation/video-synthesis',
			headers: {
				authorization: `Bearer ${FOREIGN_KEY}`,
				'content-type': 'application/json',
				'x-dashscope-async': 'enable',
			},
			body: JSON.stringify(bodyOf(family, otherName)),
		})
		.catch(() => undefined);
}
