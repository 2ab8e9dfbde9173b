import type { FailureKind } from '../../nodes/WanVideoEdit/failure/failure';

export interface KindFacts {
	readonly what: string;
	readonly task: string;
	readonly advice: string;
}

/** The node's kinds of failure, as in the `context.kind` of a thrown error. The type requires all of them. */
export const FAILURE_KINDS: Readonly<Record<FailureKind, KindFacts>> = {
	badInput: {
		what: 'A parameter or a file breaks a rule. The message names the parameter, value and limit.',
		task: 'None; nothing was sent',
		advice: 'Change the parameter, or the expression that fills it.',
	},
	credential: {
		what: 'The credential is incomplete or was not accepted.',
		task: 'None is created. An existing one continues.',
		advice: 'Check the key, region and workspace, and test the credential.',
	},
	refused: {
		what: 'Alibaba Cloud rejected the request.',
		task: 'None is created. An existing one continues.',
		advice: 'See the code below.',
	},
	unreachable: {
		what: 'There was no response, or an unreadable one, to a request that costs nothing.',
		task: 'None is created. An existing one continues.',
		advice: 'Check the base URL and the network, then run it again.',
	},
	uncertain: {
		what: 'The response to a create request was lost, and the task list did not show whether a task exists.',
		task: 'One may exist',
		advice:
			'Search with Task → Get Many for the time that the description names before you run the item again.',
	},
	upload: {
		what: 'A file could not be uploaded to a place that Alibaba Cloud can reach.',
		task: 'None',
		advice: 'Run it again, or choose another File Transfer.',
	},
	taskFailed: {
		what: 'Alibaba Cloud ended the task without a video.',
		task: 'Ended, not billed',
		advice: 'See the code below.',
	},
	taskCanceled: {
		what: 'The task was canceled by someone else or in the console.',
		task: 'Ended, not billed',
		advice: 'Run it again if you still need the video.',
	},
	taskUnknown: {
		what: 'Alibaba Cloud does not know the task.',
		task: 'Older than 24 hours, or of another account or region',
		advice: 'Check the ID and the credential.',
	},
	timedOut: {
		what: 'The timeout was reached before the task ended.',
		task: 'Continues, billed if it succeeds',
		advice: 'Fetch it with Task → Get, or raise Timeout (Minutes).',
	},
	stopped: {
		what: 'The run was stopped, or an error of another item ended it.',
		task: 'Queued ones are canceled; running ones continue and are billed if they succeed',
		advice: 'The IDs are in n8n’s log; Task → Get Many lists them too.',
	},
	download: {
		what: 'The video exists, but the download failed.',
		task: 'Succeeded, billed',
		advice: 'Use the link in `details.videoUrl`, or use Task → Get with Download Video.',
	},
	archive: {
		what: 'The video exists, but storing it in the OSS bucket failed.',
		task: 'Succeeded, billed',
		advice: 'Use the link in `details.videoUrl`, and check the OSS credential.',
	},
};
