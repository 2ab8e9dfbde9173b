import { linksOf, type Job, type Link } from '../request/job';
import { download, type DownloadContext } from './download';
import { inspect, inspectTogether, type Input, type InputOf } from './inspect';

/** Downloads every input of a job. Throws a `TaskFailure` if one cannot be downloaded or breaks a limit. */
export async function fetchInputs(job: Job, context: DownloadContext): Promise<InputOf> {
	const files = new Map<Link, Input>();
	await Promise.all(
		linksOf(job).map(async (link) => {
			files.set(link, await inspect(link, await download(link, job.model, context), context.signal));
		}),
	);
	const input: InputOf = (link) => {
		const file = files.get(link);
		if (!file) throw new Error(`${link.field} was not fetched`);
		return file;
	};
	inspectTogether(job, input);
	return input;
}
