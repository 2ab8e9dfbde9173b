/**
 * The rooms of the node from the bottom up: a file imports from its own room and from those above it in this list, that
 * is to say downwards in the house. CONTRIBUTING.md says what is in each.
 */
const ROOMS = [
	'text',
	'failure',
	'timing',
	'dashscope',
	'rules',
	'media',
	'n8n',
	'oss',
	'form',
	'modes',
	'stages',
	'tasks',
	'run',
	'methods',
];

/** The stages in the order in which an item passes them. What all of them share stands beside them, and uses none. */
const STAGES = ['check', 'place', 'submit', 'wait', 'collect'];

const node = '^nodes/WanVideoEdit';
const folders = (names) => `(${names.join('|')})/`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		{
			name: 'no-circle',
			comment: 'Two files that need each other: what they share is a third one below both.',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		...ROOMS.slice(0, -1).map((room, index) => ({
			name: `${room}-imports-downwards`,
			severity: 'error',
			from: { path: `${node}/${room}/` },
			to: { path: `${node}/(WanVideoEdit|${folders(ROOMS.slice(index + 1))})` },
		})),
		{
			name: 'stages-share-downwards',
			comment: 'run.ts, task.ts and the like stand below the stages that use them.',
			severity: 'error',
			from: { path: `${node}/stages/[^/]+$` },
			to: { path: `${node}/stages/${folders(STAGES)}` },
		},
		...STAGES.slice(0, -1).map((stage, index) => ({
			name: `stage-${stage}-imports-earlier-ones`,
			severity: 'error',
			from: { path: `${node}/stages/${stage}/` },
			to: { path: `${node}/stages/${folders(STAGES.slice(index + 1))}` },
		})),
		{
			name: 'rooms-are-known',
			comment: 'A new folder gets its place in the list above.',
			severity: 'error',
			from: {},
			to: { path: `${node}/[^/]+/`, pathNot: `${node}/${folders(ROOMS)}` },
		},
		{
			name: 'modes-stand-alone',
			comment: 'An eighth mode is one new file: none may need another one.',
			severity: 'error',
			from: { path: `${node}/modes/(edit|editRegion|extend|imageReference|outpaint|repaint)\\.ts` },
			to: { path: `${node}/modes/(edit|editRegion|extend|imageReference|outpaint|repaint)\\.ts` },
		},
	],
	options: {
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		doNotFollow: { path: 'node_modules' },
		exclude: { path: 'fflate' },
	},
};
