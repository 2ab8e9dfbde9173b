import { Command, InvalidArgumentError, Option } from 'commander';
import { resolve } from 'node:path';

export interface DemoOptions {
	/** Folder for the videos and the page, absolute. */
	readonly output: string;
	/** Speed-up of the emulator's clock. */
	readonly timeScale: number;
	readonly live: boolean;
	/** Region of the key, with `live`. */
	readonly region: 'cn-beijing' | 'ap-southeast-1';
	/** Spends money without asking, with `live`. */
	readonly yes: boolean;
}

/** A task of 130 to 185 emulator seconds takes about 2 s: it is finished by the node's first poll at 3 s. */
const DEFAULT_TIME_SCALE = 90;

const program = new Command('demo')
	.description(
		'Runs examples/six-modes.json in an embedded n8n, with three more nodes for clips that are too long, and writes the videos and a page that shows them.',
	)
	.option('--output <dir>', 'folder for the videos and the page', 'demo-output')
	.option('--time-scale <factor>', 'how much faster the emulator works', aFactor, DEFAULT_TIME_SCALE)
	.option('--live', 'use the real service with the key in DASHSCOPE_API_KEY: costs money', false)
	.addOption(
		new Option('--region <name>', 'region of the key, with --live')
			.choices(['cn-beijing', 'ap-southeast-1'])
			.default('cn-beijing'),
	)
	.option('--yes', 'do not ask before money is spent, with --live', false);

export function readOptions(argv: readonly string[]): DemoOptions {
	const options = program.parse(argv).opts<DemoOptions>();
	return { ...options, output: resolve(options.output) };
}

function aFactor(text: string): number {
	const factor = Number(text);
	if (!(factor > 0)) throw new InvalidArgumentError('It must be a number above 0.');
	return factor;
}
