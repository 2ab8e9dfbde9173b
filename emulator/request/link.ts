import type { LinkScheme, MediaLimit } from '../../nodes/WanVideoEdit/media/limits';
import { invalidParameter, invalidUrl } from '../http/apiError';

const DATA_URL = /^data:([a-z]+\/[a-z0-9.+-]+);base64,([A-Za-z0-9+/]+={0,2})$/;

/** The parts of a base64 data URL; undefined if it is not one. */
export function parseDataUrl(url: string): { mimeType: string; bytes: Buffer } | undefined {
	const [, mimeType, base64] = DATA_URL.exec(url) ?? [];
	return mimeType && base64 ? { mimeType, bytes: Buffer.from(base64, 'base64') } : undefined;
}

/** Rejects a link in a create request that no server could download or that this slot does not accept. */
export function checkLink(url: string, field: string, limit: MediaLimit, resolvesUploads: boolean): void {
	const scheme = /^([a-z]+):/i.exec(url)?.[1]?.toLowerCase();
	const allowed: readonly string[] = limit.schemes;
	if (!scheme || !allowed.includes(scheme)) {
		throw invalidUrl(`${field}: url error, please check url! Supported: ${allowed.join(', ')}.`);
	}
	if (scheme === ('data' satisfies LinkScheme)) return checkDataUrl(url, field, limit);
	if (limit.asciiLinks && !/^[\x21-\x7e]+$/.test(url)) {
		throw invalidUrl(`${field}: the URL must hold ASCII characters only; please encode the others.`);
	}
	if (scheme === 'oss') {
		if (!resolvesUploads) {
			throw invalidUrl(
				`${field}: the URL is invalid. An oss:// URL needs X-DashScope-OssResourceResolve: enable.`,
			);
		}
		if (!/^oss:\/\/[^/]+\/.+/.test(url)) throw invalidUrl(`${field}: the oss:// URL names no file.`);
		return;
	}
	if (!URL.canParse(url)) throw invalidUrl(`${field}: url error, please check url!`);
}

function checkDataUrl(url: string, field: string, limit: MediaLimit): void {
	const data = parseDataUrl(url);
	if (!data) throw invalidParameter(`${field}: no base64 data URL of the form data:{mime};base64,{data}.`);
	if (!limit.dataMimeTypes?.includes(data.mimeType)) {
		throw invalidParameter(`${field}: ${data.mimeType} is not one of ${limit.dataMimeTypes?.join(', ')}.`);
	}
}
