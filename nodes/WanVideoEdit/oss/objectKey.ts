import { randomUUID } from 'crypto';
import { trimEnd } from '../text/trim';
import type { Bucket } from './bucket';

/** Longest readable part of a key. OSS takes 1,023 bytes in all; file systems that see the key later take 255. */
const MAX_NAME = 100;

/**
 * A key that no other file has, in the folder of the credential: `{prefix}/{unique}-{name}`. ASCII only, and
 * nothing in it that a URL, a shell or a file system could read as something else.
 * @param fileName as the person's file is called; its ending stays, since models look at it
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
		// Splits accents from their letters, so that the letters stay.
		.normalize('NFKD')
		.replace(/[\u0300-\u036f]/g, '')
		.replace(/[^A-Za-z0-9._-]+/g, '-')
		.replace(/[.-]+/g, (run) => (run.includes('.') ? '.' : '-'))
		.replace(/^[.-]|[.-]$/g, '');
