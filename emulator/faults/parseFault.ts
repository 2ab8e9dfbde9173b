import { FAULTY_ENDPOINTS, kindsFor, TASK_FAULT_KINDS, type Fault, type FaultyEndpoint } from './fault';

const ENDPOINTS: readonly string[] = [...FAULTY_ENDPOINTS, 'task'];

/** Required fields of a kind; if there are several, one is enough. */
const NEEDS: Readonly<Record<string, { readonly fields: readonly string[]; readonly type: string }>> = {
	status: { fields: ['status'], type: 'number' },
	delay: { fields: ['ms', 'providerMs'], type: 'number' },
	body: { fields: ['body'], type: 'string' },
	truncate: { fields: ['bytes'], type: 'number' },
	edit: { fields: ['set'], type: 'object' },
};

/** Parses a fault from the command line or the control API. Throws an Error that says what is wrong. */
export function parseFault(value: unknown): Fault {
	if (typeof value !== 'object' || value === null) throw new Error('A fault is an object');
	const { on, kind } = value as { on?: unknown; kind?: unknown };
	if (typeof on !== 'string' || !ENDPOINTS.includes(on)) {
		throw new Error(`"on" must be one of ${ENDPOINTS.join(', ')}`);
	}
	const kinds: readonly string[] = on === 'task' ? TASK_FAULT_KINDS : kindsFor(on as FaultyEndpoint);
	if (typeof kind !== 'string' || !kinds.includes(kind)) {
		throw new Error(`"kind" must be one of ${kinds.join(', ')} for "on": "${on}"`);
	}
	const need = NEEDS[kind];
	if (need && !need.fields.some((field) => typeof (value as Record<string, unknown>)[field] === need.type)) {
		const fields = need.fields.map((field) => `"${field}"`).join(' or ');
		throw new Error(`A fault of kind "${kind}" needs ${fields} (${need.type})`);
	}
	return value as Fault;
}
