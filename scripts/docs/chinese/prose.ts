import type { Prose } from '../prose';

const VACE_OUT = '一个 MP4（H.264，30 fps，无声）';
/** Source: SEED */
const SAME_SIZE = '720P 以内与输入同样大小；更大的输入缩小到 720P';

/** As in `../prose.ts`, which names the sources. */
export const PROSE: Readonly<Record<string, Prose>> = {
	edit: {
		intro:
			'说出要修改什么：另一种风格、另一个物体，或取自图片的服装、外观。视频的动作保持不变。阿里云推荐用这个模型做编辑；也只有它能生成或保留声音。',
		result:
			'结果：一个 MP4（H.264，30 fps，有声），最长 10 秒，720P 或 1080P。长度与输入相同，或由 **Duration** 决定。',
		tips: [
			'- **Resolution** 总会发送。1080P 每秒的单价高于 720P。',
			'- 阿里云会不加提示地截断过长的提示词，节点则会拒绝。',
			'- 在提示词中说明从每张参考图取什么：“图片中的衣服”。',
			'- **Audio → Keep Original** 保留原声。选择 Automatic 时由模型决定，可能生成新的声音。',
		].join('\n'),
	},
	imageReference: {
		intro: '没有输入视频。图片中的人、动物或物体出现在背景之前，提示词说明发生什么。',
		result: `结果：${VACE_OUT}，5 秒，宽高由 **Size** 决定。`,
		tips: [
			'- 最佳做法：每张主体图只有一个主体且背景干净，背景图中不含主体。',
			'- 一个条目可以填写多个链接，每行一个或以逗号分隔，也可以是返回列表的表达式。它们都使用该条目的角色（Role）。',
			'- 阿里云会不加提示地丢弃第四张图片，节点则会拒绝。',
			'- 保持 **Rewrite Prompt** 打开：阿里云对这项操作推荐这样做。',
		].join('\n'),
	},
	repaint: {
		intro: '有参考图时，图中的主体会替换视频中的主体。',
		result: `结果：${VACE_OUT}，长度与输入相同，最长 5 秒。${SAME_SIZE}。`,
		tips: [
			'- **Keep From Video** 最重要：说话的人用 Body and Face，场景用 Composition，线稿用 Sketch。',
			'- 当提示词描述的内容与视频不一致时，请关闭 **Rewrite Prompt**，并详细描述场景。',
			'- **Strength** 越低，模型越自由。',
		].join('\n'),
	},
	editRegion: {
		intro: '蒙版的白色区域被编辑，黑色区域保留。参考图可以说明用什么填充该区域。',
		result: `结果：${VACE_OUT}，最长 5 秒，宽高由 **Size** 决定。`,
		together:
			'蒙版的宽高与视频相同；蒙版视频的长度和帧率也相同。**Clean Mask** 默认打开，节点会让 PNG、JPEG 和 BMP 蒙版符合要求：柔和的边缘从一半处分成黑白，透明当作黑色，形状与视频相同的蒙版缩放到视频的宽高。关闭时，至多 5 % 的像素可以介于黑白之间，透明像素会被拒绝。蒙版必须既有黑色又有白色。**Mask Shapes** 不需要文件。边长不在 360 到 2000 px 之间的视频不能使用蒙版图片：请先缩放视频。**Mask Frame ID** 不能大于最后一帧的序号。',
		tips: [
			'- 通常一张蒙版图片就够了：画一帧，打开 Mask Follows Motion，区域便会从那里跟随目标。',
			'- **Expand Ratio** 使区域大于蒙版。值越小，跟随目标越紧。',
			'- 在提示词中描述整个画面，而不只是该区域。',
		].join('\n'),
	},
	extend: {
		intro: '模型生成首段视频之后、尾段视频之前，或两者之间的内容。图片也可以作为开头或结尾。',
		result: `结果：${VACE_OUT}，**总共** 5 秒，包括给定的片段：1 秒的片段变成 5 秒的视频。${SAME_SIZE}。`,
		together: '两段片段的帧率必须相同，合计不超过 3 秒。动作视频（Motion Video）的帧率和宽高必须与片段相同。',
		tips: [
			'- **Motion Video** 和 **Keep From Video** 须同时使用：缺一个就会被拒绝。',
			'- **Starts With** 和 **Ends With** 不能都是 Nothing。',
		].join('\n'),
	},
	outpaint: {
		intro: '把竖屏变成横屏，或在主体周围增加空间。',
		result: `结果：${VACE_OUT}，长度与输入相同，最长 5 秒。阿里云没有公布扩展后的宽高如何取整；它不超过 720P。`,
		tips: [
			'- 用 **Expand To** 选择一种画面比例，节点会根据视频自身的宽高计算比例。',
			'- 选择 Custom 时，1.5 使画面在该方向扩大一半；四个值中至少有一个大于 1。',
			'- 描述更大画面中的一切，而不只是新增的部分。',
		].join('\n'),
	},
	get: {
		intro:
			'用于没有等待就创建的任务、超时或停止之后仍在继续的任务，或只知道 ID 的任务。打开 **Wait for Completion** 后，它会像资源 Video 的操作一样等待。',
		result:
			'与资源 Video 相同，`operation` = `get`。未完成的任务以当前状态返回。失败的任务带有 `code` 和 `message`；如果节点在等待它，则为错误。',
		tips: ['- 查询免费。', '- 任务保留 24 小时，同一账号和地域的任何密钥都能查到。'].join('\n'),
	},
	getMany: {
		intro: '用来找回丢失 ID 的任务：按模型和时间筛选。列表中没有提示词和链接，请用 Get 取回。',
		result:
			'每个任务一条数据：`taskId`、`status`、`model`、`submittedAt`、`startedAt`、`finishedAt`、`requestId`。关闭 **Simplify** 时为原始的行。',
		tips: '- 没有时区的时间按工作流的时区理解。',
	},
	cancel: {
		intro:
			'排队中的任务（PENDING）被移出队列，不计费。运行中的任务无法停止：它会完成并计费，节点则报错（`UnsupportedOperation`）。',
		result: '`taskId`，`status` = `CANCELED`，`operation` = `cancel`。',
	},
};
