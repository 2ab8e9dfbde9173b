/** Cutting films and making them anew, by copying their samples. */
export { confirmKeyFrames } from './read/confirmKeyFrames';
export { readFilm, readSoundFile } from './read/readFilm';
export { planTrim } from './plan/planTrim';
export { planCopy } from './plan/planCopy';
export { planPieces } from './plan/planPieces';
export { planJoin, planSound } from './plan/planJoin';
export { chunksOf, sizeOf } from './write/chunksOf';
