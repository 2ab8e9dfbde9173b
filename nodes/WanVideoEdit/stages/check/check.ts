import { COMMON, VACE } from '../../dashscope/limits';
import { FAMILIES, familyOf } from '../../dashscope/models';
import { IF_TOO_LONG, START_AT } from '../../form/fitting';
import { SOUNDS } from '../../form/sound';
import { quoted } from '../../failure/quoted';
import { linkFault } from '../../media/links';
import { titleOf } from '../../media/slot';
import type { AnyMode, Checked, Draft } from '../../modes/mode';
import { Rules } from '../../rules/rules';

/** The longest known has 24. */
const MODEL_MAX = 128;

const MODEL_ADVICE = 'Check the spelling of the model ID, or the expression that returns it.';

const LINK_ADVICE =
	"Enter a public link to the file itself, check the expression that returns it, or choose 'File' to send a file of an earlier node.";

/**
 * Checks every rule before anything is uploaded or paid: the rules of all modes here, a mode's own rules in
 * its file.
 * @throws Failure `badInput` with the first violation as message and all others in its description
 */
export function check(mode: AnyMode, draft: Draft<unknown>): Checked<unknown> {
	const rules = new Rules(mode.label);
	rules.require(
		/^[A-Za-z0-9][\w.:-]*$/.test(draft.model),
		`${rules.subject('Model')} is ${quoted(draft.model)}; a model ID has letters, digits, dots and hyphens only`,
		MODEL_ADVICE,
	);
	rules.require(
		draft.model.length <= MODEL_MAX,
		`${rules.subject('Model')} has ${draft.model.length} characters; a model ID has up to ${MODEL_MAX}`,
		MODEL_ADVICE,
	);
	rules.require(
		[mode.family, undefined].includes(familyOf(draft.model)),
		`${rules.subject('Model')} is ${quoted(draft.model)}, which is for other operations; ${mode.label} takes ${FAMILIES[mode.family].names.join(' or ')}`,
		`Use ${FAMILIES[mode.family].names.join(' or ')}, or choose the operation that the model is for.`,
	);
	if (mode.family === 'vace') rules.text('Prompt', draft.prompt, VACE.prompt);
	rules.number('Seed', draft.seed, COMMON.seed);
	rules.choice('If Too Long', draft.fitting.ifTooLong, IF_TOO_LONG[mode.joinsResults ? 'joined' : 'single']);
	rules.number('Start At (Seconds)', draft.fitting.startAt, START_AT);
	rules.choice('Sound', draft.sound?.kind, soundsOf(draft));
	for (const slot of [...draft.slots, ...(draft.sound?.slot ? [draft.sound.slot] : [])]) {
		const fault = slot.source.kind === 'url' ? linkFault(slot.source.url, slot.limit) : undefined;
		rules.require(fault === undefined, `${rules.subject(titleOf(slot))} ${fault}`, LINK_ADVICE);
	}
	rules.add(mode.check(draft));
	rules.throwIfBroken();
	return draft as Checked<unknown>;
}

/** Without an input video, there is no original sound. */
const soundsOf = ({ slots }: Draft<unknown>) =>
	slots.some(({ name }) => name === 'video') ? SOUNDS.withVideo : SOUNDS.withoutVideo;
