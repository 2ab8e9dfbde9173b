import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { fieldsOf } from '../../../nodes/WanVideoEdit/modes/form';
import { LEAST, modeNamed, VACE_OPERATIONS } from '../drafts';

const fieldOf = (operation: string, name: string): INodeProperties =>
	fieldsOf(modeNamed(operation)).find((field) => field.name === name)!;
const advancedOptionsOf = (operation: string) =>
	fieldOf(operation, 'advancedOptions').options as INodeProperties[];

/** The ways in which a mode offers to hand over files. */
const transfersOf = (operation: string) =>
	advancedOptionsOf(operation)
		.find(({ name }) => name === 'fileTransfer')!
		.options!.map((option) => (option as INodePropertyOptions).value);

describe('The form of a mode', () => {
	it('offers to send images in the request for Edit alone', () => {
		expect(transfersOf('edit')).toContain('inline');
		for (const operation of VACE_OPERATIONS) expect(transfersOf(operation)).not.toContain('inline');
	});

	it.each(['downloadVideo', 'outputField'])('shows %s only where the node waits', (name) => {
		expect(fieldOf('repaint', name).displayOptions?.show).toMatchObject({ waitForCompletion: [true] });
	});

	it.each(Object.keys(LEAST))('offers the mask as a file only where there is one: %s', (operation) => {
		const names = advancedOptionsOf(operation).map(({ name }) => name);
		expect(names.includes('outputMask')).toBe(operation === 'editRegion');
	});
});
