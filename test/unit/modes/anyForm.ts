import fc from 'fast-check';
import { VACE, WAN27 } from '../../../nodes/WanVideoEdit/dashscope/limits';
import { IMAGE, text, VIDEO } from '../drafts';

const oneOf = (values: readonly string[]) => fc.constantFrom(...values, 'else', '', undefined);
const link = fc.constantFrom(VIDEO, IMAGE, 'oss://folder/a.mp4', 'ftp://example.com/a', 'no link', '');
const number = fc.oneof(
	fc.constantFrom(0, 1, 1.5, 2, 5, '', '2', 'many'),
	fc.double({ noNaN: true }).map((value) => value + 0),
);

/** Forms of all modes at once: values of other modes must be ignored. */
export const anyForm = fc.record(
	{
		model: fc.constant('wan2.1-vace-plus'),
		prompt: fc.constantFrom('A prompt', '', text(801), text(5001)),
		videoUrl: link,
		maskUrl: link,
		maskKind: oneOf(['image', 'video']),
		maskType: oneOf(VACE.maskType.values),
		controlCondition: oneOf(VACE.repaintControl.values),
		topScale: number,
		bottomScale: number,
		leftScale: number,
		rightScale: number,
		referenceImages: fc.record({
			image: fc.array(fc.record({ url: link, role: oneOf(VACE.objOrBg.values) }), { maxLength: 5 }),
		}),
		startsWith: oneOf(['clip', 'image', 'nothing']),
		startUrl: link,
		endsWith: oneOf(['clip', 'image', 'nothing']),
		endUrl: link,
		expandTo: oneOf(['custom', '16:9', '9:16']),
		resolution: oneOf(WAN27.resolution.values),
		options: fc.record(
			{
				negativePrompt: fc.constantFrom('blurry', text(501)),
				model: fc.constantFrom('wan2.1-vace-plus', 'wanx2.1-vace-plus', 'wan2.7-videoedit', ''),
				maskFrameId: number,
				expandRatio: number,
				ratio: oneOf(WAN27.ratio.values),
				duration: number,
				audioSetting: oneOf(WAN27.audioSetting.values),
				size: oneOf(VACE.size.values),
				strength: number,
				expandMode: oneOf(VACE.expandMode.values),
				controlCondition: oneOf(VACE.motionControl.values),
				motionVideo: fc.record({ video: fc.record({ url: link }) }),
				promptExtend: fc.constantFrom(true, false, 'true', 'maybe'),
				seed: number,
				watermark: fc.boolean(),
			},
			{ requiredKeys: [] },
		),
	},
	{ requiredKeys: ['model'] },
);
