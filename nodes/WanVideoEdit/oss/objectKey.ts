import { randomUUID } from 'crypto';
import { trimEnd } from '../text/trim';
import type { Bucket } from './bucket';

/** Maximum length of the readable part of a key. OSS accepts 1,023 bytes in total; file systems accept 255. */
const MAX_NAME = 100;

/**
 * A unique key in the folder of the credential: `{prefix}/{unique}-{name}`. ASCII only, without characters
 * that have a meaning in a URL, a shell or a file system.
 * @param fileName name of the user's file; its extension is kept, since models check it
 * @param unique for tests
 */
export function objectKey(bucket: Bucket, fileName: string, unique: string = randomUUID()): string {
	const name = `${unique}-${plainName(fileName)}`;
	return bucket.prefix === '' ? name : `${bucket.prefix}/${name}`;
}

function plainName(fileName: string): string {
	const last = fileName.split(/[/\\]/).pop() ?? '';
	const [, stem = last, ending = ''] = /^(.*)(\.[A-Za-z0-9]{1,10})$/s.exec(last) ?? [];
	const name = trimEnd(plain(stem).slice(0, MAX_NAME - ending.length), /[.-]/);
	return (name || 'file') + ending;
}

const plain = (text: string): string =>
	text
		// Separates accents from their letters, so that the letters are kept.
		.normalize('NFKD')
		.replace(/[\u0300-\u036f]/g, '')
		.replace(/[^A-Za-z0-9._-]+/g, '-')
		.replace(/[.-]+/g, (run) => (run.includes('.') ? '.' : '-'))
		.replace(/^[.-]|[.-]$/g, '');
