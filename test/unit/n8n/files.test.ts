import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { bytesOf, sizeOf, storedFile } from '../../../nodes/WanVideoEdit/n8n/files';

const context = {} as IExecuteFunctions;
const inItem = (data: string): IBinaryData => ({ data, mimeType: 'video/mp4' });

describe('A file in the item itself', () => {
	const content = Buffer.from(Array.from({ length: 1000 }, (_, at) => at % 256));
	const base64 = content.toString('base64');

	it.each([
		['in one line', base64],
		['in lines of 76 characters', base64.replace(/.{76}/g, '$&\r\n')],
		['with a line break at its end', `${base64}\n`],
		['without padding', base64.replace(/=+$/, '')],
		['in the alphabet of URLs', content.toString('base64url')],
	])('has the size of its decoded content, %s', async (_, data) => {
		const file = storedFile(context, inItem(data));
		expect(file.bytes).toBe(1000);
		expect(await sizeOf(context, file)).toBe(1000);
		expect((await bytesOf(file)).equals(content)).toBe(true);
	});
});
