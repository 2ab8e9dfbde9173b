import type { IBinaryData, IDataObject } from 'n8n-workflow';
import { asFailure, Failure } from '../../failure/failure';
import { storedFile } from '../../n8n/files';
import type { PlaceRun } from '../place/placements';
import type { Task } from '../task';
import { videoFactsOf, whereItIs } from './fetchResult';

/** Stores the video in the user's bucket. Returns its permanent address, and a signed link that expires. @throws Failure `archive` */
export async function archive(
	file: IBinaryData,
	task: Task,
	hours: number,
	run: PlaceRun,
	onSlow: () => void,
): Promise<IDataObject> {
	const kept = run.placements
		.oss(hours)
		.keep(storedFile(run.context, file), file.fileName ?? 'video.mp4', onSlow);
	return await kept.then(
		(links) => ({ ...links }),
		async (cause: unknown) => await Promise.reject(archiveFailure(task, asFailure(cause))),
	);
}

const archiveFailure = (task: Task, { message, description, details }: Failure): Failure =>
	new Failure(
		'archive',
		'The finished video could not be stored in the OSS bucket',
		[`${message}.`, description, `The video is paid for and ${whereItIs(task)}.`].filter(Boolean).join(' '),
		{ ...videoFactsOf(task), code: details.code, httpStatus: details.httpStatus },
	);
