import type { PackageDirectoryLoader } from 'n8n-core';
import { NodeHelpers, type INodeType, type INodeTypes, type IVersionedNodeType } from 'n8n-workflow';
import { standInNodes } from './stand-in-nodes';

/** The package's nodes, those that replace them, and the stand-ins for n8n's own. */
export function nodeTypesOf(loader: PackageDirectoryLoader, replace: Record<string, INodeType>): INodeTypes {
	const types = new Map<string, INodeType | IVersionedNodeType>(Object.entries(standInNodes));
	for (const [name, { type }] of Object.entries(loader.nodeTypes)) {
		types.set(`${loader.packageName}.${name}`, type);
	}
	for (const [name, type] of Object.entries(replace)) {
		if (!name.includes('.') && !loader.nodeTypes[name]) {
			throw new Error(`Cannot replace "${name}": ${loader.packageName} has no such node`);
		}
		types.set(name.includes('.') ? name : `${loader.packageName}.${name}`, type);
	}
	const getByName = (name: string) => {
		const type = types.get(name);
		if (!type) throw new Error(`Unknown node type "${name}". Known: ${[...types.keys()].join(', ')}`);
		return type;
	};
	return {
		getByName,
		getByNameAndVersion: (name, version) => NodeHelpers.getVersionedNodeType(getByName(name), version),
		getKnownTypes: () => ({}),
	};
}
