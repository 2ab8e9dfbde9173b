/**
 * A process in which a built node is loaded, as n8n does it: without TypeScript or anything else around it.
 * `node timed.js <file> <class>` prints the milliseconds of n8n-workflow, which n8n has loaded by then, and of the node.
 */
const [, , file, name] = process.argv;
const start = performance.now();
require('n8n-workflow');
const middle = performance.now();
new (require(file)[name])();
const end = performance.now();
console.log(JSON.stringify({ workflow: middle - start, node: end - middle }));
