import { randomUUID } from 'node:crypto';
import { ServiceError } from '../service.ts';
import type { CatalogTable, Query, WorkGroup } from './model.ts';

/** Athena of one account in one region. */
export class AthenaRegion {
  readonly workGroups = new Map<string, WorkGroup>();
  readonly #tables = new Map<string, CatalogTable>();
  readonly #queries = new Map<string, Query>();
  readonly #tokens = new Map<string, { readonly request: string; readonly id: string }>();

  constructor() {
    // every account has one, without a place for results
    this.addWorkGroup({ name: 'primary', isEnabled: true, isEnforced: true });
  }

  addWorkGroup(group: WorkGroup): void {
    this.workGroups.set(group.name, group);
  }

  addTable(table: CatalogTable): void {
    this.#tables.set(keyOf(table.catalog, table.database, table.name), table);
  }

  /** A table by its names; catalogs have no case. */
  table(catalog: string, database: string, name: string): CatalogTable | undefined {
    return this.#tables.get(keyOf(catalog, database, name));
  }

  workGroup(name: string): WorkGroup {
    const found = this.workGroups.get(name);
    if (found) return found;
    throw new ServiceError('InvalidRequestException', `WorkGroup ${name} is not found.`);
  }

  query(id: string): Query {
    const found = this.#queries.get(id);
    if (found) return found;
    throw new ServiceError('InvalidRequestException', `QueryExecution ${id} was not found`);
  }

  /** The newest first. */
  queries(workGroup: string): readonly Query[] {
    return [...this.#queries.values()].filter((query) => query.workGroup.name === workGroup).reverse();
  }

  /** The query that a token stands for already; the same token for another request is refused. */
  known(token: string, request: string): string | undefined {
    const found = this.#tokens.get(token);
    if (found !== undefined && found.request !== request)
      throw new ServiceError('InvalidRequestException', 'Idempotent parameters do not match');
    return found?.id;
  }

  add(query: Omit<Query, 'id'>, token: string, request: string): Query {
    const added: Query = { ...query, id: randomUUID() };
    this.#queries.set(added.id, added);
    this.#tokens.set(token, { request, id: added.id });
    return added;
  }
}

const keyOf = (catalog: string, database: string, name: string) =>
  [catalog, database, name].join('\0').toLowerCase();
