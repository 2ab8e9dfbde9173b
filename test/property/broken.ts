import { withinPlaces, withinRates } from './limits';
import type { Play } from './play';
import {
	cancelsItsOwn,
	eachItemItsOwn,
	endsInTime,
	noDoubtWhereNothingWasSent,
	noTaskIsLost,
	nothingNewAfterTheEnd,
	oneTaskAnItem,
	silentAfterStop,
	worksWhereNothingGoesWrong,
} from './promises';

const PROMISES = {
	oneTaskAnItem,
	noDoubtWhereNothingWasSent,
	noTaskIsLost,
	eachItemItsOwn,
	nothingNewAfterTheEnd,
	silentAfterStop,
	cancelsItsOwn,
	worksWhereNothingGoesWrong,
	withinRates,
	withinPlaces,
	endsInTime,
};

/** Every broken promise of a play, with its name. */
export const brokenPromises = (play: Play): string[] =>
	Object.entries(PROMISES).flatMap(([name, promise]) =>
		[...promise(play)].map((sentence) => `${name}: ${sentence}`),
	);
