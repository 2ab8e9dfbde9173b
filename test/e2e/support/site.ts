import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../../emulator';
import { N8nApi, type SavedCredential } from './api';
import { startPostgres, startRedis } from './databases';
import { packNode } from './installation';
import { startInternet, type Internet } from './internet';
import { postgresEnv, queueEnv, startN8n, type N8nProcess } from './n8n';
import { N8N } from './paths';

/** What a user would have: an n8n with the node, an account at DashScope in two regions, and a credential. */
export interface Site {
	/** The only folder in which n8n's nodes may read and write files. */
	readonly files: string;
	readonly n8n: N8nProcess;
	/** Queue mode only. */
	readonly workers: readonly N8nProcess[];
	readonly api: N8nApi;
	/** Beijing. */
	readonly emulator: Emulator;
	readonly singapore: Emulator;
	readonly internet: Internet;
	/** Leads to the emulator of Beijing, by its real name. */
	readonly credential: SavedCredential;
	/** Kills n8n as a power cut would, and starts it again with what it had. Its workers stay. */
	crash(): Promise<void>;
	close(): Promise<void>;
}

export interface SiteOptions {
	readonly emulator?: EmulatorOptions;
	readonly port?: number;
	/** Whether n8n also reaches hosts other than Alibaba Cloud's. Default false: everything that a test needs is local. */
	readonly openInternet?: boolean;
	/** Runs n8n in queue mode with that many workers, each with a user folder of its own. Default 0: no queue. */
	readonly workers?: number;
}

/** How soon n8n sees that a worker is dead. Its own times are ten times as long. */
const NOTICE_SOON = {
	QUEUE_WORKER_LOCK_DURATION: '6000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '1000',
	QUEUE_WORKER_STALLED_INTERVAL: '3000',
};

export const API_KEY = 'sk-emulator';

/** Where Alibaba Cloud keeps results. Samples stand there too: links into a private network are refused. */
export const FILES_URL = 'https://dashscope-result-bj.oss-cn-beijing.aliyuncs.com';
export const NODE_TYPE = 'n8n-nodes-wan-video-edit.wanVideoEdit';

/** The provider works that much faster than the real one: a video takes two or three seconds. */
export const TIME_SCALE = 60;

export async function startSite({
	emulator: options,
	port,
	openInternet,
	workers: workerCount = 0,
}: SiteOptions = {}): Promise<Site> {
	if (!existsSync(N8N)) throw new Error('n8n is not installed: npm run test:e2e installs it');
	const folder = mkdtempSync(join(tmpdir(), 'wan-e2e-'));
	const closers: Array<() => Promise<unknown> | void> = [
		async () => await rm(folder, { recursive: true, force: true }),
	];
	const close = async () => {
		for (const one of closers.splice(0).reverse()) await one();
	};
	try {
		const node = process.env.WAN_PACKAGE ?? packNode(folder);
		const files = join(folder, 'files');
		mkdirSync(files);
		const emulator = await startEmulator({ timeScale: TIME_SCALE, publicUrl: FILES_URL, ...options });
		closers.push(emulator.close);
		const singapore = await startEmulator({ region: 'ap-southeast-1', timeScale: TIME_SCALE });
		closers.push(singapore.close);
		const provider = {
			'dashscope.aliyuncs.com': emulator.url,
			'dashscope-intl.aliyuncs.com': singapore.url,
			[new URL(FILES_URL).hostname]: emulator.url,
			'dashscope-file-mgr.oss-cn-beijing.aliyuncs.com': `${emulator.url}/oss`,
			'dashscope-file-mgr.oss-ap-southeast-1.aliyuncs.com': `${singapore.url}/oss`,
		};
		const internet = await startInternet(folder, provider, openInternet);
		closers.push(internet.close);
		const postgres = await startPostgres(folder);
		closers.push(postgres.stop);
		const env: NodeJS.ProcessEnv = {
			...postgresEnv(postgres.port),
			...internet.env,
			N8N_RESTRICT_FILE_ACCESS_TO: files,
		};
		if (workerCount > 0) {
			const redis = await startRedis(folder);
			closers.push(redis.stop);
			Object.assign(env, queueEnv(redis.port), NOTICE_SOON);
		}
		const startMain = async (at?: number) => await startN8n({ folder, node, name: 'main', port: at, env });
		// The workers need its migrations.
		let n8n = await startMain(port);
		closers.push(async () => await n8n.stop());
		const crash = async () => {
			await n8n.kill();
			n8n = await startMain(Number(new URL(n8n.url).port));
		};
		const starting = Array.from({ length: workerCount }, async (_, index) => {
			const name = `worker-${index + 1}`;
			const worker = await startN8n({ folder, node, name, env, worker: { concurrency: 5 } });
			closers.push(worker.stop);
			return worker;
		});
		const started = await Promise.allSettled(starting);
		const workers = started.map((one) => {
			if (one.status === 'rejected') throw one.reason;
			return one.value;
		});
		const api = await N8nApi.signUp(n8n.url);
		const credential = await api.createCredential('wanDashScopeApi', 'Wan DashScope account', {
			apiKey: API_KEY,
			region: 'cn-beijing',
		});
		return { files, n8n, workers, api, emulator, singapore, internet, credential, crash, close };
	} catch (error) {
		await close();
		throw error;
	}
}
