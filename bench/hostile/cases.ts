import type http from 'node:http';
import { type DoorName, INCOMING, STORING, UPLOADS } from '../../test/support/doors';
import type { HostileHost } from '../../test/support/hostileHost';

/** As long as a transfer may go on after its deadline. */
export const GRACE_MS = 10_000;
/** What may lie in n8n's store at most, times the limit of the slot. */
export const STORE_FACTOR = 1.1;

/** Something that a host does instead of what it should. */
export interface Case {
	readonly label: string;
	readonly doors: readonly DoorName[];
	/** It takes its time, and nothing else: all doors can be measured at once. */
	readonly isSlow?: true;
	deed(
		host: HostileHost,
		request: http.IncomingMessage,
		response: http.ServerResponse,
		head: Uint8Array,
	): void;
}

const API = 'an answer of the API';
const PART = 'a part of a link';

/** The beginning of what the door expects, so that the host is taken for an honest one at first. */
function begin(request: http.IncomingMessage, response: http.ServerResponse): void {
	if (request.headers.range === undefined) return;
	response.statusCode = 206;
	response.setHeader('Content-Range', 'bytes 0-65535/1000000');
}

export const CASES: readonly Case[] = [
	{
		label: 'never ends',
		doors: [API, PART, ...STORING],
		deed: (host, request, response, head) => {
			begin(request, response);
			host.endless(response, head);
		},
	},
	{
		label: 'unpacks to a thousand times as much',
		doors: [API, PART, ...STORING],
		deed: (host, request, response, head) => {
			begin(request, response);
			host.bomb(response, head);
		},
	},
	{
		label: 'drips',
		isSlow: true,
		doors: [API, ...INCOMING],
		deed: (host, request, response, head) => {
			begin(request, response);
			host.drip(response, head);
		},
	},
	{
		label: 'accepts, and never answers',
		isSlow: true,
		doors: [API, ...INCOMING],
		deed: () => undefined,
	},
	{
		label: 'takes nothing of the upload',
		isSlow: true,
		doors: UPLOADS,
		deed: (_host, request) => void request.pause(),
	},
	{
		label: 'takes the upload, and drips its answer',
		isSlow: true,
		doors: UPLOADS,
		deed: (host, request, response) => {
			void host.read(request).then(
				() => host.drip(response, Buffer.from('<Error>')),
				() => undefined,
			);
		},
	},
];
