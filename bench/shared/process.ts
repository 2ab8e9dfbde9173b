import { fork, type ChildProcess } from 'node:child_process';

/**
 * Runs a TypeScript file in a separate process with a message channel.
 * @param nodePath an additional folder in which `require` searches for packages
 */
export function startProcess(file: string, { nodePath = '', flags = [] as string[] } = {}): ChildProcess {
	return fork(file, {
		// This process's own flags load tsx.
		execArgv: [...process.execArgv, ...flags],
		env: { ...process.env, NODE_PATH: nodePath },
	});
}

/** The next message of a process. @throws Error if it ends without one */
export async function nextMessage<Message>(child: ChildProcess): Promise<Message> {
	return await new Promise((resolve, reject) => {
		child.once('message', (message) => resolve(message as Message));
		child.once('error', reject);
		child.once('exit', (code, signal) =>
			reject(new Error(`The process ended with ${signal ?? `exit code ${code}`}`)),
		);
	});
}

/** The result of a process's single job. */
export type Answer<Result> = { readonly result: Result } | { readonly problem: string };

/** The other end of `inOwnProcess`: receives the job, sends its result, and lets the process end. */
export function answerJob<Job, Result>(work: (job: Job) => Promise<Result>): void {
	process.once('message', (job: Job) => {
		void work(job)
			.then((result): Answer<Result> => ({ result }))
			.catch((thrown: unknown): Answer<Result> => ({ problem: String(thrown) }))
			.then((answer) => {
				// Nobody listens if the parent has ended.
				if (process.connected) process.send?.(answer, () => process.disconnect());
			});
	});
}

/** Runs a job in a file that calls `answerJob`. @throws Error if it failed */
export async function inOwnProcess<Result>(
	file: string,
	job: object,
	options?: Parameters<typeof startProcess>[1],
): Promise<Result> {
	const child = startProcess(file, options);
	child.send(job);
	const answer = await nextMessage<Answer<Result>>(child);
	if ('problem' in answer) throw new Error(answer.problem);
	return answer.result;
}
