import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { createReadStream } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { standIn, textField } from './stand-in';

/** After n8n-nodes-base 2.41. */
export const fileNodes: Record<string, INodeType> = {
	'n8n-nodes-base.httpRequest': requestNode(
		async (url, { helpers }) => (await helpers.httpRequest({ url, encoding: 'stream' })) as Readable,
	),
	// Of globs it knows `*`, in the name of the file.
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

/** HTTP Request whose response is a file, from where a test says. */
export function requestNode(open: (url: string, context: IExecuteFunctions) => Promise<Readable>): INodeType {
	const values = [textField('responseFormat'), textField('outputPropertyName', 'data')];
	return standIn('httpRequest', {
		version: 4.2,
		properties: [
			textField('url'),
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				default: {},
				options: [
					{
						displayName: 'Response',
						name: 'response',
						type: 'fixedCollection',
						default: {},
						options: [{ displayName: 'Response', name: 'response', values }],
					},
				],
			},
		],
		async execute() {
			const fetched = this.getInputData().map(async ({ json, binary }, item) => {
				const url = this.getNodeParameter('url', item) as string;
				const field = this.getNodeParameter('options.response.response.outputPropertyName', item) as string;
				const name = basename(new URL(url).pathname);
				const file = await this.helpers.prepareBinaryData(await open(url, this), name);
				return { json, binary: { ...binary, [field]: file }, pairedItem: { item } };
			});
			return [await Promise.all(fetched)];
		},
	});
}

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
