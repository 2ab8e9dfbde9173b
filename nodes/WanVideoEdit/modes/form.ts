import type { INodeProperties } from 'n8n-workflow';
import type { AnyMode } from './mode';
import { modelField } from '../form/promptAndModel';
import { downloadFields, simplifyField } from '../form/result';
import { alsoWhen } from '../form/displayed';
import { fileOptions } from '../form/fileHandling';
import { batchOptionsField, waitField, waitOptionsField } from '../form/waiting';
import { byName } from '../form/choices';

/** Whether small images may be sent in the request itself: only wan2.7 accepts base64 (ALI-27). */
export const takesInline = (mode: AnyMode): boolean => mode.family === 'wan2.7-videoedit';

/** The form of a mode, top to bottom: what to edit, how to wait, what to return. */
export function fieldsOf(mode: AnyMode): INodeProperties[] {
	return [
		modelField(mode.family),
		...mode.fields,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: [...mode.options, ...fileOptions(takesInline(mode))].sort((a, b) =>
				byName(a.displayName, b.displayName),
			),
		},
		waitField,
		waitOptionsField,
		...downloadFields.map((field) => alsoWhen(field, { waitForCompletion: [true] })),
		batchOptionsField(mode.family),
		simplifyField,
	];
}
