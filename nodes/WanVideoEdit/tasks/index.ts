import { cancel } from './cancel';
import { get } from './get';
import { getMany } from './getMany';
import type { AnyTaskOperation } from './task';

/** Every operation on tasks that exist already. */
export const TASK_OPERATIONS: readonly AnyTaskOperation[] = [get, getMany, cancel];
