import type { IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../../failure/failure';
import { inStore } from '../../n8n/madeFile';
import { isPrivateHost } from '../../text/privateHosts';
import type { Placement, PlacedFile } from './placement';

/** Longer than a task may wait and run. */
const LIFE = '1 day';

/** A signed link to this n8n instance, for instances that Alibaba Cloud can reach. */
export class SignedN8nUrl implements Placement {
	constructor(private readonly context: IExecuteFunctions) {}

	async place({ file, label }: PlacedFile): Promise<string> {
		const subject = `'${label}' cannot be sent as a signed n8n URL`;
		const other = "Choose another 'File Transfer' in the advanced options.";
		const { createBinarySignedUrl } = this.context.helpers;
		if (typeof createBinarySignedUrl !== 'function') {
			throw new Failure('badInput', `${subject}: this version of n8n does not support them`, other);
		}
		const binary = await inStore(this.context, file);
		if (binary.id === undefined) {
			throw new Failure(
				'badInput',
				`${subject}: n8n keeps files in memory`,
				`${other} Signed URLs need the binary data mode filesystem, database or S3.`,
			);
		}
		const url = createBinarySignedUrl(binary, LIFE);
		const host = URL.canParse(url) ? new URL(url).hostname : '';
		if (isPrivateHost(host)) {
			throw new Failure(
				'badInput',
				`${subject}: this n8n is at "${host}", which Alibaba Cloud cannot reach`,
				`${other} Or set the public address of n8n (WEBHOOK_URL, N8N_EDITOR_BASE_URL).`,
			);
		}
		return url;
	}
}
