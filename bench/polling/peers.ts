/** Seconds after the submit at which a client asks for the state of a task; where they end, it gives up. */
export type Looks = () => Iterable<number>;

export interface Peer {
	readonly name: string;
	readonly looks: Looks;
}

interface Regular {
	/** Seconds until the first look. */
	readonly from: number;
	readonly gap: number;
	/** No look comes later than this many seconds after the submit. */
	readonly until?: number;
	/** Looks at most. */
	readonly most?: number;
}

const regular = ({ from, gap, until = Infinity, most = Infinity }: Regular): Looks =>
	function* () {
		for (let look = 0; look < most && from + look * gap <= until; look++) yield from + look * gap;
	};

/** @param gapAfter seconds from a look to the next one, by its time and its number (from 0) */
const growing = (from: number, until: number, gapAfter: (at: number, look: number) => number): Looks =>
	function* () {
		for (let at = from, look = 0; at <= until; at += gapAfter(at, look++)) yield at;
	};

/** Wait seconds of the SDK: each of 1, 2 and 4 a few times, then 5 for good. */
const SDK_GAPS = [1, 1, 2, 2, 2, 4, 4, 4];

/**
 * What other clients do, as read in their sources (versions and files: `peers.md`, table C and sources S1 to S19).
 * Those that compare with "less than" at their limit have their last look one gap before it.
 */
const QWEN_CLOUD: Peer = { name: "n8n's Qwen Cloud node", looks: regular({ from: 0, gap: 15, most: 60 }) };
const BL: Peer = { name: 'bl CLI', looks: regular({ from: 0, gap: 15, until: 599 }) };
const RU4LS: Peer = { name: 'ru4ls/ComfyUI_Wan', looks: regular({ from: 0, gap: 10, most: 60 }) };
const COMFY_UI: Peer = { name: 'ComfyUI', looks: regular({ from: 0, gap: 7, most: 480 }) };
const DASHSCOPE_SDK: Peer = {
	name: 'DashScope SDK (Python, Java)',
	looks: growing(0, Infinity, (_at, look) => SDK_GAPS[look] ?? 5),
};
const AI_SDK: Peer = { name: 'Vercel AI SDK', looks: regular({ from: 5, gap: 5, until: 599 }) };
const HERMES: Peer = { name: 'hermes plugin', looks: regular({ from: 5, gap: 5, until: 600 }) };
const BAILIAN: Peer = { name: 'n8n-nodes-bailian', looks: regular({ from: 0, gap: 5, until: 599 }) };
const FAL: Peer = { name: 'fal (official n8n node)', looks: regular({ from: 0, gap: 5, until: 599 }) };
const FAL_ZEFE: Peer = { name: 'n8n-nodes-fal', looks: regular({ from: 0, gap: 5, most: 240 }) };
const REPLICATE: Peer = { name: 'n8n-nodes-replicate', looks: regular({ from: 5, gap: 5 }) };
const JSON2VIDEO: Peer = {
	name: 'JSON2Video',
	looks: growing(5, 600, (at) => Math.min(Math.round(5 * 1.5 ** Math.floor(at / 60)), 30)),
};
const CREATOMATE: Peer = {
	name: 'Creatomate',
	looks: growing(3, 3 * 3600, (_at, look) => Math.min(3 * 1.5 ** (look + 1), 15)),
};
const KIE_PRO: Peer = { name: 'n8n-nodes-kie-pro', looks: regular({ from: 0, gap: 3, until: 299 }) };
const WAVESPEED: Peer = { name: 'WaveSpeed', looks: regular({ from: 0, gap: 2, until: 600 }) };
const FAL_IBRACOB: Peer = { name: '@ibracob.dev fal', looks: regular({ from: 0, gap: 2, most: 60 }) };

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

/** The peers that a pace is to beat, by the gap between their looks. */
export const RIVALS = [
	{ pace: 'economy', gap: 15, peers: [QWEN_CLOUD, BL] },
	{ pace: 'balanced', gap: 7, peers: [COMFY_UI] },
	{ pace: 'balanced', gap: 5, peers: [DASHSCOPE_SDK, AI_SDK, HERMES, BAILIAN, FAL, FAL_ZEFE, REPLICATE] },
	{ pace: 'fast', gap: 2, peers: [WAVESPEED, FAL_IBRACOB] },
] as const;
