/** When a client polls a task, in seconds after its creation. At the end of the sequence, it gives up. */
export type PollTimes = () => Iterable<number>;

export interface Peer {
	readonly name: string;
	readonly polls: PollTimes;
}

interface Regular {
	/** Seconds until the first poll. */
	readonly from: number;
	readonly gap: number;
	/** Seconds after the creation of the last possible poll. */
	readonly until?: number;
	/** Maximum number of polls. */
	readonly most?: number;
}

const regular = ({ from, gap, until = Infinity, most = Infinity }: Regular): PollTimes =>
	function* () {
		for (let poll = 0; poll < most && from + poll * gap <= until; poll++) yield from + poll * gap;
	};

/** @param gapAfter seconds from a poll to the next one, by its time and its number (from 0) */
const growing = (from: number, until: number, gapAfter: (at: number, poll: number) => number): PollTimes =>
	function* () {
		for (let at = from, poll = 0; at <= until; at += gapAfter(at, poll++)) yield at;
	};

/** Pauses of the SDK in seconds: 1, 2 and 4 a few times each, then always 5. */
const SDK_GAPS = [1, 1, 2, 2, 2, 4, 4, 4];

/**
 * The schedules of other clients, read from their source code (versions and files: `peers.md`, table C and
 * sources S1 to S19). Clients that compare with "less than" at their limit have their last poll one gap
 * before it.
 */
const QWEN_CLOUD: Peer = { name: "n8n's Qwen Cloud node", polls: regular({ from: 0, gap: 15, most: 60 }) };
const BL: Peer = { name: 'bl CLI', polls: regular({ from: 0, gap: 15, until: 599 }) };
const RU4LS: Peer = { name: 'ru4ls/ComfyUI_Wan', polls: regular({ from: 0, gap: 10, most: 60 }) };
const COMFY_UI: Peer = { name: 'ComfyUI', polls: regular({ from: 0, gap: 7, most: 480 }) };
const DASHSCOPE_SDK: Peer = {
	name: 'DashScope SDK (Python, Java)',
	polls: growing(0, Infinity, (_at, poll) => SDK_GAPS[poll] ?? 5),
};
const AI_SDK: Peer = { name: 'Vercel AI SDK', polls: regular({ from: 5, gap: 5, until: 599 }) };
const HERMES: Peer = { name: 'hermes plugin', polls: regular({ from: 5, gap: 5, until: 600 }) };
const BAILIAN: Peer = { name: 'n8n-nodes-bailian', polls: regular({ from: 0, gap: 5, until: 599 }) };
const FAL: Peer = { name: 'fal (official n8n node)', polls: regular({ from: 0, gap: 5, until: 599 }) };
const FAL_ZEFE: Peer = { name: 'n8n-nodes-fal', polls: regular({ from: 0, gap: 5, most: 240 }) };
const REPLICATE: Peer = { name: 'n8n-nodes-replicate', polls: regular({ from: 5, gap: 5 }) };
const JSON2VIDEO: Peer = {
	name: 'JSON2Video',
	polls: growing(5, 600, (at) => Math.min(Math.round(5 * 1.5 ** Math.floor(at / 60)), 30)),
};
const CREATOMATE: Peer = {
	name: 'Creatomate',
	polls: growing(3, 3 * 3600, (_at, poll) => Math.min(3 * 1.5 ** (poll + 1), 15)),
};
const KIE_PRO: Peer = { name: 'n8n-nodes-kie-pro', polls: regular({ from: 0, gap: 3, until: 299 }) };
const WAVESPEED: Peer = { name: 'WaveSpeed', polls: regular({ from: 0, gap: 2, until: 600 }) };
const FAL_IBRACOB: Peer = { name: '@ibracob.dev fal', polls: regular({ from: 0, gap: 2, most: 60 }) };

/** In the order of the tables. */
export const PEERS: readonly Peer[] = [
	QWEN_CLOUD,
	BL,
	RU4LS,
	COMFY_UI,
	DASHSCOPE_SDK,
	AI_SDK,
	HERMES,
	BAILIAN,
	FAL,
	FAL_ZEFE,
	REPLICATE,
	JSON2VIDEO,
	CREATOMATE,
	KIE_PRO,
	WAVESPEED,
	FAL_IBRACOB,
];

/** The rivals of each pace, by the gap between their polls. */
export const RIVALS = [
	{ pace: 'economy', gap: 15, peers: [QWEN_CLOUD, BL] },
	{ pace: 'balanced', gap: 7, peers: [COMFY_UI] },
	{ pace: 'balanced', gap: 5, peers: [DASHSCOPE_SDK, AI_SDK, HERMES, BAILIAN, FAL, FAL_ZEFE, REPLICATE] },
	{ pace: 'fast', gap: 2, peers: [WAVESPEED, FAL_IBRACOB] },
] as const;
