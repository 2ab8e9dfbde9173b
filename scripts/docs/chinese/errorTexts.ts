/** Chinese of what error codes and messages mean, and what to do, without the full stop at the end. */
export const ERROR_TEXTS: Readonly<Record<string, string>> = {
	'The API key is wrong, or belongs to another region': 'API Key 错误，或属于另一个地域',
	"Each API key works in one region only: check 'API Key' and 'Region' in the credential. A Beijing key does not work in Singapore, and vice versa":
		'每个 API Key 只在一个地域有效：检查凭证中的 API Key 和 Region。北京的密钥在新加坡无效，反之亦然',
	'The API key has no access to this workspace': 'API Key 无权访问这个业务空间',
	"Check 'Workspace ID' in the credential, and that the API key belongs to that workspace":
		'检查凭证中的 Workspace ID，以及 API Key 是否属于该业务空间',
	'Model Studio is not activated for this account': '这个账号没有开通百炼',
	'Activate Model Studio for this account in the Alibaba Cloud console': '在阿里云控制台为这个账号开通百炼',
	'The account or the API key has no access to this model or request':
		'账号或 API Key 无权使用这个模型或请求',
	'In the Model Studio console, check the permissions of the key, and that its region is the one in the credential':
		'在百炼控制台检查密钥的权限，以及它的地域是否与凭证一致',
	'The API key has no access to this model': 'API Key 无权使用这个模型',
	'Give the key or its workspace access to this model in the Model Studio console':
		'在百炼控制台授予密钥或其业务空间使用这个模型的权限',
	'The API key has no access to this address': 'API Key 无权访问这个地址',
	"Check 'Region', or 'Base URL', in the credential": '检查凭证中的 Region 或 Base URL',
	'This model does not exist, or is not offered in this region': '这个模型不存在，或在这个地域不提供',
	"Check the spelling in 'Model'. Not every region offers every model: check that 'Region' or 'Base URL' in the credential is one that offers this model":
		'检查 Model 的拼写。并非每个地域都提供所有模型：检查凭证中的 Region 或 Base URL 是否提供这个模型',
	'Alibaba Cloud has no such workspace here': '阿里云在这里没有这个业务空间',
	'Alibaba Cloud found nothing at the requested address': '阿里云在请求的地址没有找到任何内容',
	"Check the ID, and 'Region' or 'Base URL' in the credential": '检查 ID，以及凭证中的 Region 或 Base URL',
	'The request conflicts with another one, or with the status of the task':
		'请求与另一个请求或任务的状态冲突',
	'Check the task with the resource Task, operation Get, before you try again':
		'重试之前，先用资源 Task 的操作 Get 查看任务',
	'The task has a status that does not allow this': '任务所处的状态不允许这样做',
	'Only a task that is still PENDING can be removed from the queue. A running task continues and is billed if it succeeds':
		'只有仍为 PENDING 的任务可以移出队列。运行中的任务会继续，成功后计费',
	'The account has an unpaid bill or no balance': '账号欠费或余额不足',
	'Check the balance and unpaid bills of the account in the Alibaba Cloud console':
		'在阿里云控制台检查账号的余额和未付账单',
	'The account has not purchased this service': '账号没有购买这项服务',
	'The account has an overdue prepaid bill': '账号有逾期的预付费账单',
	'The account has an overdue bill': '账号有逾期的账单',
	'The free quota is used up, and the account allows free usage only':
		'免费额度已用完，而账号设置为仅使用免费额度',
	"To continue with paid usage, turn off 'Use free tier only' in the Model Studio console, or add funds":
		'要继续付费使用，请在百炼控制台关闭“仅使用免费额度”（Use free tier only），或充值',
	'The per-minute quota of the account is used up': '账号的每分钟额度已用完',
	'Run it again in a minute, or request a higher quota in the console':
		'一分钟后重新运行，或在控制台申请更高的额度',
	'Too many requests were sent at once': '同时发送的请求过多',
	"Start fewer items at the same time: lower 'Max Concurrent Tasks'":
		'同时启动更少的数据：减小 Max Concurrent Tasks',
	'The account sent too many requests': '账号发送的请求过多',
	'Run fewer items at the same time, or run it again in a minute': '同时运行更少的数据，或一分钟后重新运行',
	'Content moderation rejected the prompt or a file': '内容审核拒绝了提示词或某个文件',
	'Change the prompt or the files; the same request will be rejected again':
		'修改提示词或文件；同样的请求会再次被拒绝',
	"The content may infringe someone's intellectual property": '内容可能侵犯他人的知识产权',
	'Change the prompt or the files': '修改提示词或文件',
	'A content rule of the account blocked the request': '账号的内容规则拦截了请求',
	'Change the prompt or the files, or the rule in the console': '修改提示词或文件，或在控制台修改规则',
	'A question-and-answer rule of the account blocked the request': '账号的问答规则拦截了请求',
	'Change the prompt, or the rule in the console': '修改提示词，或在控制台修改规则',
	'Alibaba Cloud could not download a file in time to check its content':
		'阿里云没能及时下载文件以审核其内容',
	"Alibaba Cloud downloads every link itself: each link must be public, still valid, and fast to reach from the region in the credential. Turn on 'Rehost URLs' in the advanced options to have n8n download the files and upload them to Alibaba Cloud":
		'阿里云自行下载每个链接：链接必须公开、仍然有效，并且从凭证中的地域访问要足够快。打开高级选项 Rehost URLs，可由 n8n 下载文件并上传到阿里云',
	'Alibaba Cloud could not download a file': '阿里云无法下载某个文件',
	'A link was too slow: the download timed out': '某个链接太慢：下载超时',
	'The host of a link refused the connection from Alibaba Cloud': '某个链接的主机拒绝了阿里云的连接',
	'A link is malformed, or Alibaba Cloud cannot reach it': '某个链接格式错误，或阿里云无法访问',
	'A file has too few or too many pixels': '某个文件的像素过少或过多',
	"Change the file: the documentation of the operation lists the supported formats, sizes and lengths. 'Check URL Media' in the advanced options checks linked files before a task is created":
		'更换文件：操作的文档列出了支持的格式、大小和时长。高级选项 Check URL Media 会在创建任务之前检查链接的文件',
	'The frame rate of a video is not supported': '不支持某个视频的帧率',
	'A file is too large in bytes': '某个文件的字节数过大',
	'A video is too short or too long': '某个视频太短或太长',
	'The aspect ratio of a file is too wide or too tall': '某个文件的宽高比过宽或过高',
	'The format of a file is not supported': '不支持某个文件的格式',
	'A file could not be opened and may be damaged': '某个文件无法打开，可能已损坏',
	'A file exceeds a limit of this operation': '某个文件超出这项操作的限制',
	'An image has too few or too many pixels': '某张图片的像素过少或过多',
	'The format of an image is not supported': '不支持某张图片的格式',
	'An image is too small or too large': '某张图片过小或过大',
	'An image exceeds a limit of this operation': '某张图片超出这项操作的限制',
	'The request or a file in it is too large': '请求或其中的文件过大',
	"Use smaller files, or choose another 'File Transfer' in the advanced options":
		'使用更小的文件，或在高级选项中选择其他 File Transfer',
	'The request arrived without its input': '请求到达时缺少输入',
	"The node always sends it: check whether the gateway at 'Base URL' removes it":
		'节点总会发送它：检查 Base URL 处的网关是否把它删掉了',
	'The request arrived without the name of a model': '请求到达时缺少模型名',
	'This model needs at least one parameter': '这个模型至少需要一个参数',
	"Set one in the options, e.g. 'Watermark'": '在选项中设置一个，例如 Watermark',
	'A part of the input is not allowed': '输入中有一部分不被允许',
	"Alibaba Cloud's message says which one: change it in the node":
		'阿里云的消息会说明是哪一个：请在节点中修改',
	'A part of the request is not valid for this model': '请求中有一部分对这个模型无效',
	'A parameter is not valid for this model': '某个参数对这个模型无效',
	'Alibaba Cloud could not rewrite the prompt': '阿里云无法改写提示词',
	"Turn off 'Rewrite Prompt', or wait a few minutes and run it again":
		'关闭 Rewrite Prompt，或等几分钟再运行',
	'The task did not finish within three hours': '任务在三小时内没有完成',
	'Run the item again to create a new task': '重新运行该条数据以创建新任务',
	'Something went wrong while the model was running': '模型运行时出错',
	'This is usually temporary: wait a few minutes, then run it again': '这通常是暂时的：等几分钟再运行',
	'Alibaba Cloud could not store a file': '阿里云无法保存某个文件',
	'Alibaba Cloud could not store the result': '阿里云无法保存结果',
	'Something went wrong inside Alibaba Cloud': '阿里云内部出错',
	'Alibaba Cloud took more than five minutes to respond': '阿里云超过五分钟没有响应',
	'Something went wrong in the model service': '模型服务出错',
	'The model is overloaded or temporarily unavailable': '模型过载或暂时不可用',
	'The model is temporarily unavailable': '模型暂时不可用',
	'A link, the model or the address is wrong': '某个链接、模型或地址有误',
	"Alibaba Cloud sends this message for three causes. (1) The model is not available at this address: check 'Model', and 'Region' or 'Base URL' in the credential. (2) 'Base URL' has the path of another API, such as /compatible-mode/v1: remove the path. (3) A link is a local path or cannot be reached from the internet: check every URL field of the node":
		'阿里云在三种情况下发送这条消息。（1）该地址没有这个模型：检查 Model，以及凭证中的 Region 或 Base URL。（2）Base URL 带有其他 API 的路径，例如 /compatible-mode/v1：删掉路径。（3）某个链接是本地路径，或从互联网无法访问：检查节点的每个 URL 字段',
	'The free quota is used up': '免费额度已用完',
	'The request arrived without an API key': '请求到达时缺少 API Key',
	"Fill in 'API Key' in the credential. A gateway at 'Base URL' must forward the Authorization header":
		'在凭证中填写 API Key。Base URL 处的网关必须转发请求头 Authorization',
	'The request arrived without the header that makes it asynchronous': '请求到达时缺少使其异步的请求头',
	"The node always sends it: a gateway at 'Base URL' must forward the X-DashScope-Async header":
		'节点总会发送它：Base URL 处的网关必须转发请求头 X-DashScope-Async',
	'This account or model does not support asynchronous requests here': '这个账号或模型在这里不支持异步请求',
	'Content moderation rejected the finished video': '内容审核拒绝了成片',
	"Change the prompt, the files or 'Seed'": '修改提示词、文件或 Seed',
};
