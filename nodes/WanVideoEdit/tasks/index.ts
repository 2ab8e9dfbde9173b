import { cancel } from './cancel';
import { get } from './get';
import { getMany } from './getMany';
import type { AnyTaskOperation } from './task';

/** All operations on existing tasks. */
export const TASK_OPERATIONS: readonly AnyTaskOperation[] = [get, getMany, cancel];
