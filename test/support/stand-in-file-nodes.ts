import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { createReadStream } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { standIn, textField } from './stand-in';

/** Read/Write Files from Disk, after n8n-nodes-base 2.41: of globs it knows `*`, in the name of the file. */
export const fileNodes: Record<string, INodeType> = {
	'n8n-nodes-base.readWriteFile': standIn('readWriteFile', {
		properties: [
			textField('operation', 'read'),
			textField('fileSelector'),
			textField('fileName'),
			textField('dataPropertyName', 'data'),
		],
		async execute() {
			const isRead = this.getNodeParameter('operation', 0) === 'read';
			const handled = this.getInputData().map(async (_, item) =>
				isRead ? await readFiles(this, item) : [await writeOne(this, item)],
			);
			return [(await Promise.all(handled)).flat()];
		},
	}),
};

async function readFiles(context: IExecuteFunctions, item: number): Promise<INodeExecutionData[]> {
	const selector = context.getNodeParameter('fileSelector', item) as string;
	const [before, after] = basename(selector).split('*');
	const names = (await readdir(dirname(selector))).filter(
		(name) => name.startsWith(before!) && name.endsWith(after!),
	);
	const read = names.sort().map(async (fileName): Promise<INodeExecutionData> => {
		const stream = createReadStream(join(dirname(selector), fileName));
		const data = await context.helpers.prepareBinaryData(stream, fileName);
		const json = { fileName, fileExtension: extname(fileName).slice(1), mimeType: data.mimeType };
		return { json, binary: { data }, pairedItem: { item } };
	});
	return await Promise.all(read);
}

async function writeOne(context: IExecuteFunctions, item: number): Promise<INodeExecutionData> {
	try {
		const { json, binary } = context.getInputData()[item]!;
		const fileName = context.getNodeParameter('fileName', item) as string;
		const field = context.getNodeParameter('dataPropertyName', item) as string;
		await writeFile(fileName, await context.helpers.getBinaryDataBuffer(item, field));
		return { json: { ...json, fileName }, binary, pairedItem: { item } };
	} catch (cause) {
		if (!context.continueOnFail()) throw cause;
		// As n8n's node: the text alone, so that it reaches the error output.
		return { json: { error: (cause as Error).message }, pairedItem: { item } };
	}
}
