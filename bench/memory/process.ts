import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/**
 * A TypeScript file of this folder in a process of its own, with a channel for messages.
 * @param nodePath a further folder in which `require` looks for packages
 */
export function startProcess(file: string, { nodePath = '', flags = [] as string[] } = {}): ChildProcess {
	return fork(join(__dirname, file), {
		// This process's own flags bring tsx along.
		execArgv: [...process.execArgv, ...flags],
		env: { ...process.env, NODE_PATH: nodePath },
	});
}

/** The next message of a process. @throws Error where it ends without one */
export async function nextMessage<Message>(child: ChildProcess): Promise<Message> {
	return await new Promise((resolve, reject) => {
		child.once('message', (message) => resolve(message as Message));
		child.once('error', reject);
		child.once('exit', (code, signal) =>
			reject(new Error(`The process ended with ${signal ?? `exit code ${code}`}`)),
		);
	});
}
