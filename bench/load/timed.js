/**
 * A process in which a built node is loaded, as n8n does it: without TypeScript or anything else around it.
 * `node timed.js <file> <class>` prints milliseconds of CPU time, of n8n-workflow, which n8n has loaded by then, and of
 * the node; and what the clock says for the node.
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
