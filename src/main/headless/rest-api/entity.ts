import { Id } from '../../../shared/contract/values.ts';
import { ProvdeskError } from '../../../shared/failures.ts';

/** The `id` of `{"id": …}`. @throws ProvdeskError `contract.invalid-input` */
export function requireId(body: unknown): string {
  const parsed = Id.safeParse(fieldOf(body, 'id'));
  if (!parsed.success) throw new ProvdeskError('contract.invalid-input', { field: 'id', reason: 'a name is missing here' });
  return parsed.data;
}

/** The `value` of `{"param": {"value": …}}`. @throws ProvdeskError `contract.invalid-input` */
export function requireValue(body: unknown): unknown {
  const value = fieldOf(fieldOf(body, 'param'), 'value');
  if (value === undefined) throw new ProvdeskError('contract.invalid-input', { field: 'param.value', reason: 'it is missing' });
  return value;
}

function fieldOf(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, name) ? Reflect.get(body, name) : undefined;
}
