import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { installNode } from './installation';
import { N8N, NODE } from './paths';
import { freePort } from './ports';
import { startProgram, type Program } from './program';

export interface N8nOptions {
	/** Where logs and user folders go. */
	readonly folder: string;
	/** The unpacked tarball of the node. */
	readonly node: string;
	/** Name of the process, its log and its user folder, which one that was killed leaves to the next. */
	readonly name: string;
	readonly env: NodeJS.ProcessEnv;
	/** Default: any free one. */
	readonly port?: number;
	readonly worker?: { readonly concurrency: number };
}

export interface N8nProcess extends Program {
	readonly url: string;
}

/** Nothing leaves the machine on n8n's own account: no telemetry, no news, no templates. */
export const QUIET = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
};

/** Parts of n8n that no workflow here touches: without them it starts in two thirds of the time. */
const UNUSED_MODULES = [
	'agents',
	'breaking-changes',
	'chat-hub',
	'dynamic-credentials',
	'external-secrets',
	'instance-ai',
	'ldap',
	'log-streaming',
	'mcp',
	'mcp-registry',
	'otel',
	'provisioning',
	'quick-connect',
	'source-control',
	'sso-oidc',
	'sso-saml',
	'token-exchange',
	'workflow-builder',
	'workflow-reviews',
];

const LOCAL = {
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_HOST: '127.0.0.1',
	N8N_SECURE_COOKIE: 'false',
	N8N_ENCRYPTION_KEY: 'end-to-end-tests',
	GENERIC_TIMEZONE: 'UTC',
	TZ: 'UTC',
	NO_PROXY: '127.0.0.1,localhost',
};

export const postgresEnv = (port: number): NodeJS.ProcessEnv => ({
	DB_TYPE: 'postgresdb',
	DB_POSTGRESDB_HOST: '127.0.0.1',
	DB_POSTGRESDB_PORT: String(port),
	DB_POSTGRESDB_DATABASE: 'postgres',
	DB_POSTGRESDB_USER: 'n8n',
	DB_POSTGRESDB_PASSWORD: 'any',
});

export const queueEnv = (redisPort: number): NodeJS.ProcessEnv => ({
	EXECUTIONS_MODE: 'queue',
	QUEUE_BULL_REDIS_HOST: '127.0.0.1',
	QUEUE_BULL_REDIS_PORT: String(redisPort),
});

/** Its migrations alone take minutes on a busy machine. */
const START_TIMEOUT_MS = 500_000;

/** Starts an n8n that has the node installed as a community package, and waits until it is ready. */
export async function startN8n({
	folder,
	node,
	name,
	env,
	worker,
	...options
}: N8nOptions): Promise<N8nProcess> {
	const port = options.port ?? (await freePort());
	const userFolder = join(folder, name);
	mkdirSync(userFolder, { recursive: true });
	installNode(userFolder, node);
	const program = startProgram({
		name: `n8n (${name})`,
		command: NODE,
		args: worker ? [N8N, 'worker', `--concurrency=${worker.concurrency}`] : [N8N, 'start'],
		env: {
			HOME: homedir(),
			PATH: `${dirname(NODE)}:/usr/local/bin:/usr/bin:/bin`,
			...QUIET,
			...LOCAL,
			N8N_DISABLED_MODULES: UNUSED_MODULES.join(),
			N8N_USER_FOLDER: userFolder,
			N8N_PORT: String(port),
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			...(worker && { QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: String(port) }),
			...env,
		},
		logFile: join(folder, `${name}.log`),
		// It waits for its executions, which nobody here needs any more.
		graceMs: 5000,
	});
	const url = `http://127.0.0.1:${port}`;
	try {
		await program.ready(async () => await isReady(url), START_TIMEOUT_MS);
	} catch (error) {
		await program.kill();
		throw error;
	}
	return { ...program, url };
}

/** Connected to its database, migrated and all packages loaded; `/healthz` alone only says that the port is open. */
const isReady = async (url: string): Promise<boolean> =>
	await fetch(`${url}/healthz/readiness`).then(
		({ ok }) => ok,
		() => false,
	);
