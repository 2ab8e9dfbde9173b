import { bytesOf } from '../../n8n/files';
import type { PlacedFile } from './placement';

/** Images up to this size may travel in the request: base64 adds a third, and there may be four. */
export const INLINE_MAX_BYTES = 4 * 1024 * 1024;

/** The file as base64 data URL. The type comes from its content. */
export async function dataUrlOf({ file, mimeType }: PlacedFile): Promise<string> {
	return `data:${mimeType};base64,${(await bytesOf(file)).toString('base64')}`;
}
