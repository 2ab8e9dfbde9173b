import type { INode } from 'n8n-workflow';
import type { FailureKind } from '../../../nodes/WanVideoEdit/failure/failure';

export const NODE: INode = {
	id: '1',
	name: 'Wan',
	type: 'wanVideoEdit',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

export const DETAILS = {
	taskId: 'task-1',
	status: 'FAILED',
	code: 'InvalidParameter',
	requestId: 'r-1',
	httpStatus: 400,
	retryable: false,
	operation: 'edit',
	model: 'wan2.7-videoedit',
};

export const KINDS: FailureKind[] = [
	'badInput',
	'credential',
	'refused',
	'unreachable',
	'uncertain',
	'upload',
	'taskFailed',
	'taskCanceled',
	'taskUnknown',
	'timedOut',
	'stopped',
	'download',
	'archive',
];
