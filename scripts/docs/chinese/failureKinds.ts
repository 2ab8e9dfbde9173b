import type { FailureKind } from '../../../nodes/WanVideoEdit/failure/failure';
import type { KindFacts } from '../failureKinds';

export const KINDS: Readonly<Record<FailureKind, KindFacts>> = {
	badInput: {
		what: '参数或文件违反了一条规则。错误信息会指出参数、值和限制。',
		task: '没有；没有发送任何内容',
		advice: '修改该参数，或填写它的表达式。',
	},
	credential: {
		what: '凭证不完整，或没有被接受。',
		task: '没有创建新任务；已有的任务会继续',
		advice: '检查密钥、地域和业务空间，并测试凭证。',
	},
	refused: {
		what: '阿里云拒绝了请求。',
		task: '没有创建新任务；已有的任务会继续',
		advice: '见下面的错误码。',
	},
	unreachable: {
		what: '对一个不收费的请求没有响应，或响应无法读取。',
		task: '没有创建新任务；已有的任务会继续',
		advice: '检查 Base URL 和网络，然后重新运行。',
	},
	uncertain: {
		what: '创建请求的响应丢失，任务列表也没有显示任务是否存在。',
		task: '可能存在',
		advice: '重新运行该条数据之前，先用 Task → Get Many 按描述中给出的时间查找。',
	},
	upload: {
		what: '文件无法上传到阿里云可以访问的位置。',
		task: '没有',
		advice: '重新运行，或选择其他 File Transfer。',
	},
	taskFailed: {
		what: '阿里云结束了任务，没有生成视频。',
		task: '已结束，不计费',
		advice: '见下面的错误码。',
	},
	taskCanceled: {
		what: '任务被他人或在控制台中取消。',
		task: '已结束，不计费',
		advice: '如果仍然需要视频，请重新运行。',
	},
	taskUnknown: {
		what: '阿里云不认识这个任务。',
		task: '超过 24 小时，或属于其他账号或地域',
		advice: '检查 ID 和凭证。',
	},
	timedOut: {
		what: '任务结束之前已超时。',
		task: '继续，成功后计费',
		advice: '用 Task → Get 取回，或增大 Timeout (Minutes)。',
	},
	stopped: {
		what: '运行被停止，或因其他数据的错误而结束。',
		task: '排队中的被取消；运行中的继续，成功后计费',
		advice: 'n8n 的日志中有全部 ID，Task → Get Many 也会列出它们。',
	},
	download: {
		what: '视频已生成，但下载失败。',
		task: '成功，已计费',
		advice: '使用 `details.videoUrl` 中的链接，或用 Task → Get 并打开 Download Video。',
	},
	archive: {
		what: '视频已生成，但存入 OSS Bucket 失败。',
		task: '成功，已计费',
		advice: '使用 `details.videoUrl` 中的链接，并检查 OSS 凭证。',
	},
};
