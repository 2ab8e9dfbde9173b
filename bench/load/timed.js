/**
 * A process that loads a built node as n8n does: without TypeScript or anything else. `node timed.js <file>
 * <class>` prints the CPU milliseconds of n8n-workflow and of the node, and the wall-clock milliseconds of
 * the node.
 */
const [, , file, name] = process.argv;

function timed(load) {
	const clock = performance.now();
	const cpu = process.cpuUsage();
	load();
	const { user, system } = process.cpuUsage(cpu);
	return { cpu: (user + system) / 1000, clock: performance.now() - clock };
}

const workflow = timed(() => require('n8n-workflow'));
const node = timed(() => new (require(file)[name])());
console.log(JSON.stringify({ workflow: workflow.cpu, node: node.cpu, clock: node.clock }));
