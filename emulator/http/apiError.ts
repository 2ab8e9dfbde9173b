import { randomUUID } from 'node:crypto';

/** An error response of the DashScope API: `{ code, message, request_id }`. */
export class ApiError extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
		message: string,
	) {
		super(message);
	}

	/** The body as sent. */
	body(): { code: string; message: string; request_id: string } {
		return { code: this.code, message: this.message, request_id: randomUUID() };
	}
}

export const invalidParameter = (message: string) => new ApiError(400, 'InvalidParameter', message);
export const invalidUrl = (message: string) => new ApiError(400, 'InvalidURL', message);

/** The documented errors, in Alibaba Cloud's own words (ALI-ERR, ALI-TASK, ALI-VACE). */
export const answers = {
	noKey: () => new ApiError(401, 'InvalidApiKey', 'No API-key provided.'),
	wrongKey: () => new ApiError(401, 'InvalidApiKey', 'Invalid API-key provided.'),
	notAsync: () => new ApiError(403, 'AccessDenied', 'current user api does not support synchronous calls.'),
	emptyModel: () =>
		new ApiError(400, 'BadRequest.EmptyModel', 'Required parameter "model" missing or empty.'),
	emptyInput: () =>
		new ApiError(400, 'BadRequest.EmptyInput', 'Required parameter "input" missing or empty.'),
	unknownModel: () => invalidParameter('Model not exist.'),
	badBody: () => invalidParameter('Required body invalid, please check the request body format.'),
	tooFast: () =>
		new ApiError(429, 'Throttling.RateQuota', 'Requests rate limit exceeded, please try again later.'),
	notCancelable: () =>
		new ApiError(
			400,
			'UnsupportedOperation',
			'Failed to cancel the task, please confirm if the task is in PENDING status.',
		),
	notFound: () => new ApiError(404, 'NotFound', 'The requested resource does not exist.'),
};

/** An error response of the object storage: XML. */
export class StorageError extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
		message: string,
	) {
		super(message);
	}

	body(): string {
		const escaped = this.message.replace(/&/g, '&amp;').replace(/</g, '&lt;');
		const id = randomUUID().replace(/-/g, '').slice(0, 24).toUpperCase();
		return [
			'<?xml version="1.0" encoding="UTF-8"?>',
			'<Error>',
			`  <Code>${this.code}</Code>`,
			`  <Message>${escaped}</Message>`,
			`  <RequestId>${id}</RequestId>`,
			'  <HostId>127.0.0.1</HostId>',
			'</Error>',
			'',
		].join('\n');
	}
}
