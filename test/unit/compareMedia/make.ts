import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { version } from '@ffmpeg-installer/ffmpeg';
import sharp from 'sharp';
import { ffmpeg } from '../../../emulator/media/tools';
import { makeOnce } from '../../../emulator/samples/makeOnce';
import { type Film, FILMS, FIRST } from './films';
import { type Picture, PICTURES } from './pictures';

const INPUT = ['-f', 'lavfi', '-i', 'testsrc2=s=128x96:r=25:d=1'];
const TONE = ['-f', 'lavfi', '-i', 'sine=f=440:d=1'];

/** The names of the files of all kinds. */
export const KINDS = [FIRST, ...FILMS, ...PICTURES].map(({ name }) => name);

/** A folder with a file of each kind, which are made once for all tests. They must not be changed there. */
export async function ensureKinds(): Promise<string> {
	const sources = ['films.ts', 'pictures.ts', 'make.ts'].map((name) =>
		readFileSync(join(__dirname, name), 'utf8'),
	);
	return await makeOnce('wan-kinds', [sources, version, sharp.versions], async (folder) => {
		await makeFilm(folder, FIRST);
		await Promise.all([
			...FILMS.map((film) => makeFilm(folder, film)),
			...PICTURES.map((picture) => makePicture(folder, picture)),
		]);
	});
}

async function makeFilm(folder: string, { name, args, from }: Film): Promise<void> {
	// The times of a cut are relative to the start of its input.
	const cut = args[0] === '-ss' ? args.slice(0, 2) : [];
	const input = from === 'film' ? [...cut, '-i', join(folder, FIRST.name)] : INPUT;
	const sound = from === 'tone' ? TONE : [];
	const made = ['-threads', '1', ...args.slice(cut.length), join(folder, name)];
	await namedOn(name, ffmpeg(['-y', ...input, ...sound, ...made]));
}

async function makePicture(folder: string, { name, made }: Picture): Promise<void> {
	const file = join(folder, name);
	if (typeof made === 'function')
		await namedOn(name, made().toBuffer()).then((bytes) => writeFile(file, bytes));
	else await namedOn(name, ffmpeg(['-y', ...INPUT, ...made, file]));
}

async function namedOn<T>(name: string, made: Promise<T>): Promise<T> {
	return await made.catch((cause: unknown) => {
		throw new Error(`${name} cannot be made`, { cause });
	});
}
