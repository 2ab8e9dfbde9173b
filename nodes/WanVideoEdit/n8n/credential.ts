import type { IExecuteFunctions } from 'n8n-workflow';
import { asFailure, Failure } from '../failure/failure';

const NAMES = {
	wanDashScopeApi: 'Wan DashScope API',
	wanOssApi: 'Wan Alibaba Cloud OSS API',
} as const;

/**
 * The fields of a credential of the node.
 * @throws Failure `credential` if none is selected, it was deleted, or n8n cannot decrypt it
 */
export async function readCredential<Credential extends object>(
	context: Pick<IExecuteFunctions, 'getCredentials'>,
	type: keyof typeof NAMES,
): Promise<Credential> {
	const read = async () => await context.getCredentials<Credential>(type);
	return await read().catch(
		async (cause: unknown) => await Promise.reject(unreadable(NAMES[type], asFailure(cause))),
	);
}

const unreadable = (name: string, { message, description }: Failure): Failure =>
	new Failure(
		'credential',
		`The credential of the type ${name} could not be read: ${message.replace(/\.$/, '')}`,
		[
			'Select a credential in the node. If one is selected, open it, enter its fields again and save it.',
			description,
		]
			.filter(Boolean)
			.join(' '),
	);
