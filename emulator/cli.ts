import { Command, InvalidArgumentError, Option } from 'commander';
import {
	FAULTY_ENDPOINTS,
	REQUEST_FAULT_KINDS,
	type Fault,
	type FaultyEndpoint,
	type RequestFault,
} from './faults/fault';
import { parseFault } from './faults/parseFault';
import { startEmulator, type EmulatorOptions, type FaultScheduleOptions, type RequestRecord } from './index';
import { ensureSamples } from './samples/samples';
import { readdir } from 'node:fs/promises';

interface Flags {
	port: number;
	region: NonNullable<EmulatorOptions['region']>;
	apiKey?: string;
	timeScale: number;
	fault: Fault[];
	faultSeed: number;
	faultRate: number;
	faultKinds?: Array<RequestFault['kind']>;
	faultEndpoints?: FaultyEndpoint[];
	listLag: number;
	clockSkew: number;
	verbose?: boolean;
}

const aNumber = (least: number, whole: boolean) => (text: string) => {
	const value = Number(text);
	if (!(value >= least) || (whole && !Number.isInteger(value))) {
		throw new InvalidArgumentError(
			`It must be a ${whole ? 'whole ' : ''}number${least === -Infinity ? '' : ` of ${least} or more`}.`,
		);
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

const names =
	<Name extends string>(allowed: readonly Name[]) =>
	(text: string): Name[] =>
		text.split(',').map((part) => {
			const name = allowed.find((one) => one === part.trim());
			if (name === undefined) throw new InvalidArgumentError(`It takes ${allowed.join(', ')}.`);
			return name;
		});

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
	.option('--fault-seed <number>', 'seed of random faults', aNumber(0, true), 1)
	.option('--fault-rate <share>', 'share of the requests that random faults strike', aNumber(0, false), 0)
	.option('--fault-kinds <list>', 'kinds of random faults (default: all)', names(REQUEST_FAULT_KINDS))
	.option('--fault-endpoints <list>', 'what random faults strike (default: all)', names(FAULTY_ENDPOINTS))
	.option('--list-lag <ms>', 'how far the task list lags behind', aNumber(0, false), 0)
	.option('--clock-skew <ms>', "how far the provider's clock is ahead", aNumber(-Infinity, false), 0)
	.option('--verbose', 'one line a request');

/** Never prints headers or bodies: they contain keys and users' links. */
function printRequest({ method, endpoint, path, status }: RequestRecord): void {
	console.log(`${String(status ?? 'cut').padEnd(4)} ${endpoint.padEnd(7)} ${method} ${path}`);
}

const scheduleOf = ({ faultSeed, faultRate, faultKinds, faultEndpoints }: Flags): FaultScheduleOptions => ({
	seed: faultSeed,
	rate: faultRate,
	kinds: faultKinds,
	endpoints: faultEndpoints,
});

async function main(): Promise<void> {
	const flags = program.parse().opts<Flags>();
	const { port, region, apiKey, timeScale, verbose } = flags;
	const emulator = await startEmulator(
		{
			port,
			region,
			timeScale,
			faults: flags.fault,
			faultSchedule: scheduleOf(flags),
			listLagMs: flags.listLag,
			clockSkewMs: flags.clockSkew,
			...(apiKey && { apiKeys: { [region]: [apiKey] } }),
		},
		verbose ? printRequest : undefined,
	);
	const key = apiKey ? 'the one that you gave' : region === 'cn-beijing' ? 'sk-emulator' : 'sk-emulator-intl';
	console.log(`DashScope emulator (${region}) at ${emulator.url}\nAPI key: ${key}`);
	const { credential } = emulator.bucket;
	console.log(
		`OSS bucket: ${credential.bucket} (${credential.region}), endpoint ${credential.endpoint}, access key ${credential.accessKeyId} / ${credential.accessKeySecret}\n\nSample inputs:`,
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
