import { Command, InvalidArgumentError, Option } from 'commander';
import { parseFault, type Fault } from './faults';
import { startEmulator, type EmulatorOptions, type RequestRecord } from './index';
import { ensureSamples } from './samples/samples';
import { readdir } from 'node:fs/promises';

interface Flags {
	port: number;
	region: NonNullable<EmulatorOptions['region']>;
	apiKey?: string;
	timeScale: number;
	fault: Fault[];
	verbose?: boolean;
}

const aNumber = (least: number, whole: boolean) => (text: string) => {
	const value = Number(text);
	if (!(value >= least) || (whole && !Number.isInteger(value))) {
		throw new InvalidArgumentError(`It must be a ${whole ? 'whole ' : ''}number of ${least} or more.`);
	}
	return value;
};

function aFault(text: string, earlier: Fault[]): Fault[] {
	try {
		return [...earlier, parseFault(JSON.parse(text))];
	} catch (error) {
		throw new InvalidArgumentError((error as Error).message);
	}
}

const program = new Command('emulator')
	.description('A local DashScope for video editing that makes real videos. Listens on 127.0.0.1 only.')
	.option('--port <number>', 'port; 0 = any free one', aNumber(0, true), 8787)
	.addOption(
		new Option('--region <name>', 'region that it plays')
			.choices(['cn-beijing', 'ap-southeast-1'])
			.default('cn-beijing'),
	)
	.option(
		'--api-key <key>',
		'the only key that it takes (default: sk-emulator, in Singapore sk-emulator-intl)',
	)
	.option(
		'--time-scale <factor>',
		'how much faster than real time the provider works',
		aNumber(0.001, false),
		1,
	)
	.option('--fault <json>', 'a fault to begin with; repeatable', aFault, [])
	.option('--verbose', 'one line a request');

/** Never prints headers or bodies: keys and people's links stand there. */
function printRequest({ method, endpoint, path, status }: RequestRecord): void {
	console.log(`${String(status ?? 'cut').padEnd(4)} ${endpoint.padEnd(7)} ${method} ${path}`);
}

async function main(): Promise<void> {
	const { port, region, apiKey, timeScale, fault, verbose } = program.parse().opts<Flags>();
	const emulator = await startEmulator(
		{ port, region, timeScale, faults: fault, ...(apiKey && { apiKeys: { [region]: [apiKey] } }) },
		verbose ? printRequest : undefined,
	);
	const key = apiKey ? 'the one that you gave' : region === 'cn-beijing' ? 'sk-emulator' : 'sk-emulator-intl';
	console.log(`DashScope emulator (${region}) at ${emulator.url}\nAPI key: ${key}`);
	const { credential } = emulator.bucket;
	console.log(
		`OSS bucket: ${credential.bucket} (${credential.region}), access key ${credential.accessKeyId} / ${credential.accessKeySecret}\n\nSample inputs:`,
	);
	for (const name of (await readdir(await ensureSamples())).sort()) console.log(`  ${emulator.sample(name)}`);

	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void emulator.close());
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
