import type { PackageDirectoryLoader } from 'n8n-core';
import {
	ICredentialsHelper,
	isExpression,
	NodeHelpers,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialType,
	type IDataObject,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeParameters,
	type INodeProperties,
	type IWorkflowExecuteAdditionalData,
	type Workflow,
} from 'n8n-workflow';

/** What the user would have saved under Credentials, by credential type. An error is what n8n throws for one that it cannot read. */
export type CredentialData = Record<string, ICredentialDataDecryptedObject | Error>;

/**
 * n8n's credential store without the database: the classes come from the loaded package, the values from the
 * test. Follows `packages/cli/src/credentials-helper.ts`; `preAuthentication` and OAuth are left out.
 */
export class Credentials extends ICredentialsHelper {
	constructor(
		private readonly loader: PackageDirectoryLoader,
		private readonly data: CredentialData,
	) {
		super();
		// A misspelt type would otherwise only show as "no credential given" inside some node's error.
		for (const name of Object.keys(data)) this.type(name);
	}

	private type(name: string): ICredentialType {
		const known = this.loader.credentialTypes;
		const found = known[name]?.type;
		if (found) return found;
		throw new Error(
			`Unknown credential type "${name}": ${this.loader.packageName} has ${Object.keys(known).join(', ') || 'none'}`,
		);
	}

	getParentTypes(name: string): string[] {
		return this.type(name).extends ?? [];
	}

	getCredentialsProperties(name: string): INodeProperties[] {
		return this.type(name).properties;
	}

	isCredentialUsableByNode(name: string, nodeType: string): boolean {
		const { restrictToSupportedNodes, supportedNodes = [] } = this.type(name);
		if (!restrictToSupportedNodes) return true;
		return supportedNodes.some((node) => `${this.loader.packageName}.${node}` === nodeType);
	}

	/** As n8n does it: defaults are filled in, and fields the form would not show are dropped. */
	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_reference: INodeCredentialsDetails,
		name: string,
	): Promise<ICredentialDataDecryptedObject> {
		const properties = this.getCredentialsProperties(name);
		const saved = this.data[name];
		if (!saved) {
			throw new Error(
				`No credential of type "${name}" in RunOptions.credentials (given: ${Object.keys(this.data).join(', ') || 'none'})`,
			);
		}
		if (saved instanceof Error) throw saved;
		const filled = NodeHelpers.getNodeParameters(
			properties,
			saved as INodeParameters,
			true,
			false,
			null,
			null,
		);
		return (filled ?? {}) as ICredentialDataDecryptedObject;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		name: string,
		request: IHttpRequestOptions,
		workflow: Workflow,
		node: INode,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.type(name);
		if (!authenticate) return request;
		if (typeof authenticate === 'function') return await authenticate(credentials, request);

		const resolve = (value: unknown): string => {
			if (!isExpression(value)) return value as string;
			const keys = { $credentials: credentials };
			const result = workflow.expression.getSimpleParameterValue(
				node,
				value,
				'internal',
				keys,
				undefined,
				'',
			);
			return result ? String(result) : '';
		};
		const target = request as unknown as Record<string, IDataObject | undefined>;
		for (const [part, values] of Object.entries(authenticate.properties)) {
			const merged = (target[part] ??= {});
			for (const [key, value] of Object.entries(values as IDataObject)) merged[resolve(key)] = resolve(value);
		}
		return request;
	}

	async preAuthentication() {
		return undefined;
	}

	async runPreAuthentication() {
		return undefined;
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('The embedded engine keeps no encrypted credentials');
	}

	async updateCredentials() {}

	async updateCredentialsOauthTokenData() {}
}
