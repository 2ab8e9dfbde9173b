// cspell:ignore icod
/**
 * Which codecs a video may have. Per the documents, results are H.264 (SEED, ALI-27, ALI-VACE), and H.264 is
 * recommended for inputs (ALI-HH: "H.264 recommended"); none of them excludes HEVC. Names: MP4 Registration Authority
 * (mp4ra.org, sample entry codes), QuickTime File Format Specification.
 */
export interface Codec {
	readonly name: string;
	/** `hint`: accepted, with a hint that Alibaba Cloud may reject it. */
	readonly verdict: 'passes' | 'hint' | 'refused';
}

/** By the four-character code of the sample description. */
const CODECS: ReadonlyArray<readonly [name: string, verdict: Codec['verdict'], codes: readonly string[]]> = [
	['H.264', 'passes', ['avc1', 'avc2', 'avc3', 'avc4', 'dva1', 'dvav']],
	['HEVC', 'hint', ['hvc1', 'hev1', 'hvc2', 'hev2', 'dvh1', 'dvhe']],
	['VP8', 'refused', ['vp08']],
	['VP9', 'refused', ['vp09']],
	['AV1', 'refused', ['av01', 'dav1']],
	['VVC', 'refused', ['vvc1', 'vvi1']],
	['MPEG-4 Part 2', 'refused', ['mp4v', 'XVID', 'DIVX', 'DX50', 'xvid', 'divx', '3IVD', '3IV2']],
	['MPEG-2', 'refused', ['mp2v', 'm2v1', 'mpg2', 'mp1v', 'm1v ', 'hdv1', 'hdv2', 'hdv3', 'hdv5', 'hdv6']],
	['XDCAM', 'refused', ['xdv1', 'xdv2', 'xdv3', 'xdvb', 'xdvc', 'xdvd', 'xdve', 'xd5b', 'xd5c', 'xdhd']],
	['H.263', 'refused', ['s263', 'h263', 'H263']],
	['VC-1', 'refused', ['vc-1', 'WVC1']],
	['Motion JPEG', 'refused', ['jpeg', 'mjpa', 'mjpb', 'MJPG', 'mjpg', 'AVRn', 'dmb1']],
	['JPEG 2000', 'refused', ['mjp2']],
	['ProRes', 'refused', ['apcn', 'apch', 'apcs', 'apco', 'ap4h', 'ap4x', 'aprn', 'aprh']],
	['DNxHD', 'refused', ['AVdn', 'AVdh']],
	['CineForm', 'refused', ['CFHD']],
	['Apple Intermediate Codec', 'refused', ['icod']],
	['DV', 'refused', ['dvc ', 'dvcp', 'dvpp', 'dv5n', 'dv5p', 'dvhp', 'dvhq', 'dvh5', 'dvh6', 'AVdv']],
	['Sorenson Video', 'refused', ['SVQ1', 'SVQ3']],
	['Cinepak', 'refused', ['cvid']],
	['Indeo', 'refused', ['IV31', 'IV32', 'IV41', 'IV50']],
	['Animation', 'refused', ['rle ']],
	['PNG', 'refused', ['png ', 'MPNG']],
	['uncompressed video', 'refused', ['raw ', '2vuy', 'yuv2', 'v210', 'v410', 'r210', 'uncv', 'UYVY', 'yuvs']],
];

const BY_CODE = new Map(
	CODECS.flatMap(([name, verdict, codes]) => codes.map((code) => [code, { name, verdict }] as const)),
);

/** The codec with a four-character code. An unknown one gets a hint: Alibaba Cloud decides. */
export const codecOf = (code: string): Codec =>
	BY_CODE.get(code) ?? { name: code.replace(/[^\x20-\x7e]/g, '?').trim() || 'unnamed', verdict: 'hint' };
