/** How far a request gets before its connection fails. */
export type ConnectionStage = keyof typeof ERRORS;

const coded = (code: string, more: object = {}): Error => Object.assign(new Error(code), { code, ...more });

/** The errors of n8n's HTTP client, as Node.js creates them. */
const ERRORS = {
	notResolved: () => coded('ENOTFOUND', { syscall: 'getaddrinfo' }),
	notAccepted: () => coded('ECONNREFUSED', { syscall: 'connect' }),
	noAddressInTime: () =>
		Object.assign(new AggregateError([1, 2].map(() => coded('ETIMEDOUT', { syscall: 'connect' }))), {
			code: 'ETIMEDOUT',
		}),
	noHandshake: () =>
		Object.assign(
			new Error('Client network socket disconnected before secure TLS connection was established'),
			{
				code: 'ECONNRESET',
			},
		),
	/** The request is lost, which cannot be proven. */
	lostOnItsWay: () => coded('ECONNRESET', { syscall: 'read' }),
	/** The request arrives, its response does not. */
	lostOnTheWayBack: () => coded('ECONNRESET', { syscall: 'read' }),
} as const;

export const CONNECTION_STAGES = Object.keys(ERRORS) as ConnectionStage[];

export const errorAt = (stage: ConnectionStage): Error => ERRORS[stage]();

/** Whether the error proves that nothing was sent. */
export const provesNothingSent = (stage: ConnectionStage | undefined): boolean =>
	stage !== undefined && stage !== 'lostOnItsWay' && stage !== 'lostOnTheWayBack';
