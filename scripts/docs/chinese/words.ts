import type { Words } from '../language';

/** What Alibaba Cloud calls the operations in Chinese. */
const NAMES: Readonly<Record<string, string>> = {
	edit: '视频编辑',
	imageReference: '多图参考',
	repaint: '视频重绘',
	editRegion: '局部编辑',
	extend: '视频延展',
	outpaint: '画面扩展',
	get: '取回任务',
	getMany: '列出任务',
	cancel: '取消任务',
};

/** Between Chinese and Latin letters, Chinese writes a space. */
const spaced = (text: string): string => (/^[!-~]/.test(text) ? ` ${text} ` : text);

export const WORDS: Words = {
	title: (operation, label) => (NAMES[operation] ? `${label}（${NAMES[operation]}）` : label),
	resource: (resource, operation) => `资源 **${resource}**，操作 \`${operation}\`。`,
	colon: '：',
	comma: '，',
	listComma: '、',
	semicolon: '；',

	operations: '操作',
	parameters: '参数',
	files: '文件',
	output: '输出',
	tips: '提示',
	filesIntro:
		'前面节点的文件在上传之前总会被检查；打开 **Check URL Media** 后也检查链接。1 MB 为 1,048,576 字节。',
	sources:
		'来源：阿里云的指南“通用视频编辑”、Wan 2.7 视频编辑和 VACE 的 API 参考，以及“管理异步任务”页面（百炼帮助中心，2026）。',
	picture: (label) => `${label}：左侧为输入，右侧为输出`,
	pictureNote:
		'_由 `npm run demo` 用本地 DashScope 模拟器生成，它用 ffmpeg 对输入做滤镜和合成。图中展示该模式改变什么，而不是真实模型的效果。_',
	form: (label) => `n8n 中 ${label} 的表单`,
	model: (name, otherNames, billed) =>
		`模型：${name}${otherNames.length > 0 ? `，也写作 ${otherNames.join('、')}` : ''}。计费：${billed === 'output' ? '输出' : '输入和输出'}的秒数，见[费用](../costs.md)。`,

	collectionIntro: (name) => `名称在 ${name} 之下。没有添加的选项不会发送。默认值是添加该选项时的值。`,
	entryTitle: (label) => `${label}：每个条目`,
	entryIntro: (name) => `名称在 ${name} 之下。`,
	required: '必填',
	byDefault: (value) => `默认${spaced(value)}`.trimEnd(),
	shownWhen: (conditions) =>
		`仅当 ${conditions.map(({ label, values }) => `“${label}”为${spaced(values.join(' 或 '))}`).join('，且')}时显示`,
	on: '开启',
	off: '关闭',

	characters: (max) => `不超过 ${max.toLocaleString('en')} 个字符`,
	exactly: (max) => `恰好 ${max}`,
	inAll: (min, max) => (min === 0 ? `总共最多 ${max} 个` : `总共 ${min} 到 ${max} 个`),
	number(isWhole, min, max) {
		const kind = isWhole ? '整数' : '数字';
		return max === undefined ? `${kind}，不小于 ${min}` : `${min} 到 ${max} 的${kind}`;
	},

	megabytes: (max) => `不超过 ${max} MB`,
	seconds: (min, max) => (min === undefined ? `不超过 ${max} 秒` : `${min}–${max} 秒`),
	sides: (min, max) => `宽和高 ${min}–${max} px`,
	shape: (max) => `宽高比 1:${max} 到 ${max}:1`,
	frameRate: (min) => `帧率不低于 ${min} fps`,
	opaquePng: 'PNG（不带透明）',
	links: (schemes, isAscii) => `链接 ${schemes.join('、')}${isAscii ? '（仅限 ASCII 字符）' : ''}`,
	maskVideo: '视频',
	maskImage: '图片',

	errors: '错误',
	errorsIntro:
		'节点的错误信息为英文。错误的标题说明发生了什么，不含 ID。描述说明怎么办，并以已知的信息结尾：第几条数据（有多条时，与 n8n 一样从 0 开始计数）、任务 ID、错误码、HTTP 状态和请求 ID。使用 Continue On Fail 或错误输出时，同样的信息在该条数据的 `error`、`message` 和 `details` 中（见[错误与重试](usage.md#错误与重试)）。失败的请求和没有得到视频的任务不收费。',
	kindsTitle: '错误的种类',
	kindsIntro: '抛出的错误在 `context.kind` 中注明其种类。',
	kind: ({ what, task, advice }) => `${what}${advice}任务：${task}。`,
	codesTitle: '阿里云的错误码',
	codesIntro:
		'`details.code` 是被拒绝的请求或失败的任务的错误码。如果错误码的段数比列表中的都多（`InvalidFile.Duration.Short`），请看它的开头所匹配的最长条目。条目没有另外说明时：不计费，原样重试也不会成功。请求因未列出的错误码失败时，只有 HTTP 状态为 408、429 或 5xx 才可能在以后成功。',
	messagesTitle: '阿里云的消息',
	messagesIntro: '阿里云对不同的问题使用同一个错误码。下列消息比错误码更具体，因此节点先检查它们。',
	canSucceedLater: '同一请求以后可能成功',
	billedIfAccepted: '仅当创建请求实际上已被接受时才计费',
	billedIfSucceeds: '任务会继续，成功后计费',
};
