import type { ComponentType, LazyExoticComponent } from 'react';
import type { ResourceName } from '../providers/resource-paths';

export type Page = LazyExoticComponent<ComponentType>;

interface Place {
  /** The heading in the menu under which it stands: `menu.<group>`. */
  readonly group: 'operate' | 'network' | 'people' | 'system';
  readonly icon: ComponentType;
}

/** Pages about one kind of record, which are addressed by its name. */
export interface ResourceArea extends Place {
  readonly resource: ResourceName;
  readonly list: Page;
  readonly show?: Page;
  readonly edit?: Page;
  readonly create?: Page;
}

/** A page of its own, called `pages.<name>`. */
export interface PageArea extends Place {
  readonly name: string;
  readonly path: string;
  readonly page: Page;
}

export type Area = ResourceArea | PageArea;

export function isResource(area: Area): area is ResourceArea {
  return 'resource' in area;
}
