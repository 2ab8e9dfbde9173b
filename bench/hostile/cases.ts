import type http from 'node:http';
import { type DoorName, INCOMING, STORING, UPLOADS } from '../../test/support/doors';
import type { HostileHost } from '../../test/support/hostileHost';

/** How long a transfer may continue after its deadline. */
export const GRACE_MS = 10_000;
/** Maximum bytes in n8n's store, as a multiple of the slot's limit. */
export const STORE_FACTOR = 1.1;

/** A hostile behavior of a host. */
export interface Case {
	readonly label: string;
	readonly doors: readonly DoorName[];
	/** It only takes time: all transfers can be measured at once. */
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

/** The valid beginning of a file, so that the host appears honest at first. */
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
