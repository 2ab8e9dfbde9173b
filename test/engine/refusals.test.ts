import type { IDataObject } from 'n8n-workflow';
import { errorOf, model, requestsOf, startWan, type Wan } from '../support/wan';

/** A change to a valid request of a mode, and the message for the user. */
type Case = readonly [operation: string, change: IDataObject, message: string];

/** An expression with an empty value. n8n itself rejects an empty field before the run. */
const EMPTY = '={{ "" }}';
const link = 'https://example.com/a.png';
const images = (...entries: IDataObject[]): IDataObject => ({ referenceImages: { image: entries } });

const CASES: Case[] = [
	['edit', { videoUrl: EMPTY }, "'Video URL' is empty"],
	[
		'edit',
		{ videoUrl: 'file:///etc/passwd' },
		'\'Video URL\' is "file:///etc/passwd"; it takes a link that starts with http, https or oss',
	],
	[
		'edit',
		{ videoUrl: 'data:video/mp4;base64,AAAA' },
		'\'Video URL\' is "data:video/mp4;base64,AAAA"; it takes a link that starts with http, https or oss',
	],
	[
		'edit',
		images(...Array.from({ length: 5 }, () => ({ url: link }))),
		"'Reference Images' has 5 images; Edit takes up to 4",
	],
	['edit', images({ url: EMPTY }), "'Reference Images' has no link in entry 1"],
	[
		'edit',
		{ options: { duration: 1 } },
		"'Duration' is 1; it takes a whole number from 2 to 10, or 0 for the whole video",
	],
	[
		'edit',
		{ options: { duration: 11 } },
		"'Duration' is 11; it takes a whole number from 2 to 10, or 0 for the whole video",
	],
	['edit', { resolution: '4K' }, '\'Resolution\' is "4K"; Edit takes 720P, 1080P'],
	['edit', { options: { ratio: '21:9' } }, '\'Ratio\' is "21:9"; Edit takes 16:9, 9:16, 1:1, 4:3, 3:4'],
	[
		'edit',
		{ options: { negativePrompt: 'x'.repeat(501) } },
		"'Negative Prompt' has 501 characters; Edit takes up to 500",
	],
	[
		'edit',
		{ options: { seed: 2147483648 } },
		"'Seed' is 2147483648; it takes a whole number from 0 to 2147483647",
	],
	['edit', { options: { seed: '=abc' } }, '\'Seed\' is "abc"; it takes a number'],
	['edit', { model: model(EMPTY) }, "'Model' is empty"],
	[
		'edit',
		{ model: model('no such/model') },
		'\'Model\' is "no such/model"; a model ID has letters, digits, dots and hyphens only',
	],
	[
		'edit',
		{ advancedOptions: { timeout: -1 } },
		"'Timeout (Minutes)' is -1; it takes a number from 0 to 1440",
	],
	[
		'edit',
		{ advancedOptions: { maxConcurrentTasks: 0 } },
		"'Max Concurrent Tasks' is 0; it takes a whole number of 1 or more",
	],
	['edit', { downloadVideo: true, outputField: EMPTY }, "'Output Data Field Name' is empty"],
	['imageReference', { prompt: EMPTY }, "'Prompt' is empty; Generate From References needs it"],
	[
		'imageReference',
		{ prompt: '字'.repeat(801) },
		"'Prompt' has 801 characters; Generate From References takes up to 800",
	],
	['imageReference', images(), "'Reference Images' has 0 images; Generate From References takes 1 to 3"],
	[
		'imageReference',
		images({ url: `${link}, ${link}\n${link}\n${link}` }),
		"'Reference Images' has 4 images; Generate From References takes 1 to 3",
	],
	[
		'imageReference',
		images({ url: link, role: 'bg' }, { url: link, role: 'bg' }),
		"'Reference Images' has 2 images with the role Background; Generate From References takes up to 1",
	],
	[
		'imageReference',
		images({ url: 'data:image/png;base64,AAAA' }),
		'\'Reference Images\' is "data:image/png;base64,AAAA"; it takes a link that starts with http, https or oss',
	],
	[
		'imageReference',
		{ options: { size: '1920*1080' } },
		'\'Size\' is "1920*1080"; Generate From References takes 1280*720, 720*1280, 960*960, 832*1088, 1088*832',
	],
	[
		'repaint',
		{ videoUrl: 'https://example.com/视频.mp4' },
		'\'Video URL\' is "https://example.com/视频.mp4"; this model takes ASCII links only: percent-encode the other characters',
	],
	[
		'repaint',
		{ controlCondition: 'edges' },
		'\'Keep From Video\' is "edges"; Repaint takes posebodyface, posebody, depth, scribble',
	],
	['repaint', { options: { strength: 1.1 } }, "'Strength' is 1.1; it takes a number from 0 to 1"],
	['repaint', images({ url: link }, { url: link }), "'Reference Images' has 2 images; Repaint takes up to 1"],
	['editRegion', { maskUrl: EMPTY }, "'Mask URL' is empty"],
	[
		'editRegion',
		{ options: { maskFrameId: 0 } },
		"'Mask Frame ID' is 0; it takes a whole number of 1 or more",
	],
	[
		'editRegion',
		{ options: { maskFrameId: 1.5 } },
		"'Mask Frame ID' is 1.5; it takes a whole number of 1 or more",
	],
	['editRegion', { options: { expandRatio: 2 } }, "'Expand Ratio' is 2; it takes a number from 0 to 1"],
	[
		'editRegion',
		{ options: { controlCondition: 'scribble' } },
		'\'Keep From Video\' is "scribble"; Edit Region takes posebodyface, depth',
	],
	[
		'extend',
		{ startsWith: 'nothing' },
		"'Starts With' and 'Ends With' are both Nothing; Extend needs a clip or an image for at least one of them",
	],
	['extend', { startUrl: EMPTY }, "'Start URL' is empty"],
	['extend', { endsWith: 'image', endUrl: EMPTY }, "'End URL' is empty"],
	['extend', { startsWith: '=frame' }, '\'Starts With\' is "frame"; Extend takes clip, image, nothing'],
	[
		'extend',
		{ options: { motionVideo: { video: { url: 'https://example.com/m.mp4' } } } },
		"'Keep From Video' is not set; Extend needs it with a motion video",
	],
	[
		'extend',
		{ options: { controlCondition: 'depth' } },
		"'Motion Video' is empty; 'Keep From Video' needs it",
	],
	[
		'outpaint',
		{ topScale: 1, bottomScale: 1, leftScale: 1, rightScale: 1 },
		"'Top Scale', 'Bottom Scale', 'Left Scale' and 'Right Scale' are all 1; Outpaint needs at least one above 1",
	],
	['outpaint', { leftScale: 2.1 }, "'Left Scale' is 2.1; it takes a number from 1 to 2"],
	[
		'outpaint',
		{ expandTo: '=5:4' },
		'\'Expand To\' is "5:4"; Outpaint takes custom, 16:9, 9:16, 1:1, 4:5, 3:4, 4:3',
	],
	['outpaint', { topScale: 0.5 }, "'Top Scale' is 0.5; it takes a number from 1 to 2"],
];

describe('a request that breaks a rule', () => {
	let wan: Wan;
	beforeAll(async () => {
		wan = await startWan();
	});
	afterAll(async () => await wan.close());

	it.each(CASES)(
		'of %s with %j is rejected with name, item, limit and value, and nothing is sent',
		async (operation, change, message) => {
			const run = await wan.run({ ...requestsOf(wan.emulator)[operation], ...change });
			expect(run.status).toBe('error');
			expect(errorOf(run).message).toBe(message);
			expect(errorOf(run).context).toMatchObject({ kind: 'badInput', itemIndex: 0, operation });
			expect(wan.emulator.requests).toHaveLength(0);
		},
	);

	it('reports all of its violations at once', async () => {
		const run = await wan.run({
			...requestsOf(wan.emulator).outpaint,
			leftScale: 3,
			topScale: 0,
			options: { seed: -1 },
		});
		expect(errorOf(run).message).toContain("'Seed' is -1");
		expect(errorOf(run).description).toContain("'Left Scale' is 3");
		expect(errorOf(run).description).toContain("'Top Scale' is 0");
	});
});
