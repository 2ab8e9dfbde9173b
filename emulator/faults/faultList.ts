import type { Fault, FaultyEndpoint, RequestFault, TaskFault } from './fault';
import type { FaultSchedule } from './faultSchedule';

interface Entry {
	readonly fault: Fault;
	seen: number;
	struck: number;
}

const left = ({ fault, struck }: Entry): boolean => {
	const times = fault.times ?? 1;
	return times < 0 || struck < times;
};

/**
 * Injected faults in list order: only the first one that is due applies. If none is due, the schedule
 * applies.
 */
export class FaultList {
	private entries: Entry[] = [];

	constructor(private schedule: FaultSchedule | undefined) {}

	add(fault: Fault): void {
		this.entries.push({ fault, seen: 0, struck: 0 });
	}

	/** Removes the schedule as well. */
	clear(): void {
		this.entries = [];
		this.schedule = undefined;
	}

	takeForRequest(on: FaultyEndpoint): RequestFault | undefined {
		// Always drawn: an injected fault must not shift the rest of the schedule.
		const drawn = this.schedule?.draw(on);
		return (this.take(on) as RequestFault | undefined) ?? drawn;
	}

	takeForTask(): TaskFault | undefined {
		return this.take('task') as TaskFault | undefined;
	}

	private take(on: Fault['on']): Fault | undefined {
		const matching = this.entries.filter((entry) => entry.fault.on === on);
		const due = matching.find((entry) => entry.seen >= (entry.fault.after ?? 0) && left(entry));
		// Every fault counts every request, even one with another fault: `after` means the n-th request.
		for (const entry of matching) entry.seen += 1;
		if (due) due.struck += 1;
		return due?.fault;
	}
}
