import { lazy, type ReactNode } from 'react';
import type { ResourceDefinition } from './resource-definition';

type Load = () => Promise<ResourceDefinition>;

/** What a resource adds to the pages that are made from its definition; loaded with the page. */
interface Extras {
  readonly show?: () => Promise<{ readonly default: () => ReactNode }>;
  readonly list?: () => Promise<{ readonly default: () => ReactNode }>;
}

const Nothing = () => null;

/** The pages of a resource, made from its definition when they are opened. */
export function kitPages(load: Load, extras: Extras = {}) {
  return {
    list: lazy(async () => {
      const [of, { ResourceList }, extra] = await Promise.all([load(), import('./resource-list'), extras.list?.()]);
      const Extra = extra?.default ?? Nothing;
      return { default: () => <ResourceList of={of} actions={<Extra />} /> };
    }),
    show: lazy(async () => {
      const [of, { ResourceShow }, extra] = await Promise.all([load(), import('./resource-show'), extras.show?.()]);
      const Extra = extra?.default ?? Nothing;
      return {
        default: () => (
          <ResourceShow of={of}>
            <Extra />
          </ResourceShow>
        ),
      };
    }),
    edit: lazy(async () => {
      const [of, { ResourceEdit }] = await Promise.all([load(), import('./resource-edit')]);
      return { default: () => <ResourceEdit of={of} /> };
    }),
    create: lazy(async () => {
      const [of, { ResourceCreate }] = await Promise.all([load(), import('./resource-create')]);
      return { default: () => <ResourceCreate of={of} /> };
    }),
  };
}
