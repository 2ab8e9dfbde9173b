import type { FailureKind } from '../../nodes/WanVideoEdit/failure/failure';

interface KindFacts {
	readonly what: string;
	readonly task: string;
	readonly advice: string;
}

/** The node's own kinds of failure, which stand in the `context.kind` of a thrown error. The type demands all of them. */
export const FAILURE_KINDS: Readonly<Record<FailureKind, KindFacts>> = {
	badInput: {
		what: 'A parameter or a file breaks a rule. The message names parameter, item, value and limit.',
		task: 'None, nothing was sent',
		advice: 'Change the parameter, or the expression that fills it.',
	},
	credential: {
		what: 'The credential is incomplete or was not accepted.',
		task: 'None is created. One that exists goes on.',
		advice: 'Check key, region and workspace; use the Test button of the credential.',
	},
	refused: {
		what: 'The provider answered and said no.',
		task: 'None is created. One that exists goes on.',
		advice: 'See the code below.',
	},
	unreachable: {
		what: 'No answer, or none that can be read, and nothing paid depends on it.',
		task: 'None is created. One that exists goes on.',
		advice: 'Check base URL and network, then run it again.',
	},
	uncertain: {
		what: 'The answer to a create call was lost, and the task list did not settle what became of it.',
		task: 'Perhaps one',
		advice:
			'Look with Task → Get Many for the time that the description names, before the item is run again.',
	},
	upload: {
		what: 'A file could not be put where the provider can fetch it.',
		task: 'None',
		advice: 'Run it again, or choose another File Transfer.',
	},
	taskFailed: {
		what: 'The provider ended the task without a video.',
		task: 'Ended, not billed',
		advice: 'See the code below.',
	},
	taskCanceled: {
		what: 'The task was canceled, by someone else or in the console.',
		task: 'Ended, not billed',
		advice: 'Run it again if the video is still wanted.',
	},
	taskUnknown: {
		what: 'The provider does not know the task.',
		task: 'Older than 24 hours, or of another account or region',
		advice: 'Check the ID and the credential.',
	},
	timedOut: {
		what: 'The waiting ended, the task did not.',
		task: 'Goes on, billed when it succeeds',
		advice: 'Fetch it with Task → Get, or raise Timeout (Minutes).',
	},
	stopped: {
		what: 'The run was stopped, or another item ended it.',
		task: 'Waiting ones are canceled; running ones go on and are billed when they succeed',
		advice: 'The IDs are in n8n’s log; Task → Get Many lists them too.',
	},
	download: {
		what: 'The video exists, fetching it did not work.',
		task: 'Succeeded, billed',
		advice: 'Take the link from `details.videoUrl`, or use Task → Get with Download Video.',
	},
	archive: {
		what: 'The video exists, putting it into the OSS bucket did not work.',
		task: 'Succeeded, billed',
		advice: 'Take the link from `details.videoUrl`, and check the OSS credential.',
	},
};
