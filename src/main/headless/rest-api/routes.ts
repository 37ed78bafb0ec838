import { connect, type ProvdeskClient } from '../../../shared/contract/client.ts';
import type { Transport } from '../../../shared/contract/kit.ts';
import type { Log } from '../../engine/host.ts';
import { requireValue } from './entity.ts';
import { document, NO_RESOURCE } from './exchange.ts';
import { OperationTable } from './operation-table.ts';
import { parameters } from './parameters.ts';
import { pluginRoutes } from './plugin-resources.ts';
import type { Asked, Route } from './router.ts';

/** Rests of paths below these services are the operations that they began. */
const FOLLOWED = ['/0.2/pg_mgr/install/:service/:number', '/0.2/pg_mgr/plugins/:plugin/install/:service/:number'];

/**
 * Every resource of the API: provd's, as far as plugins and packages go. Devices and configurations are not among them.
 *
 * @see reference wazo-provd.md 3.4
 */
export function restRoutes(transport: Transport, log: Log): Route[] {
  const operations = new OperationTable();
  return [
    linksRoute('/0.2', [
      ['pg', 'pg_mgr'],
      ['status', 'status'],
      ['srv.configure', 'configure'],
    ]),
    linksRoute('/0.2/pg_mgr', [
      ['srv.install', 'install'],
      ['pg.plugins', 'plugins'],
      ['pg.reload', 'reload'],
    ]),
    linksRoute(
      '/0.2/pg_mgr/install',
      ['install', 'uninstall', 'installed', 'installable', 'upgrade', 'update'].map((name) => [`srv.install.${name}`, name]),
    ),
    { method: 'GET', pattern: '/0.2/status', answer: () => document({ rest_api: 'ok' }) },
    ...parameterRoutes(connect(transport)),
    ...pluginRoutes(transport, operations, log),
    ...FOLLOWED.flatMap((pattern) => operationRoutes(pattern, operations)),
  ];
}

function linksRoute(path: string, links: readonly (readonly [rel: string, name: string])[]): Route {
  return {
    method: 'GET',
    pattern: path,
    answer: () => document({ links: links.map(([rel, name]) => ({ rel, href: `${path}/${name}` })) }),
  };
}

function parameterRoutes(client: ProvdeskClient): Route[] {
  const find = (asked: Asked) => parameters.find(({ id }) => id === asked.part('id'));
  return [
    {
      method: 'GET',
      pattern: '/0.2/configure',
      async answer({ path }) {
        const params = parameters.map(async (parameter) => {
          const { id, description } = parameter;
          const links = [{ rel: 'srv.configure.param', href: `${path}/${id}` }];
          return { id, description, value: await parameter.get(client), links };
        });
        return document({ params: await Promise.all(params) });
      },
    },
    {
      method: 'GET',
      pattern: '/0.2/configure/:id',
      async answer(asked) {
        const parameter = find(asked);
        return parameter ? document({ param: { value: await parameter.get(client) } }) : NO_RESOURCE;
      },
    },
    {
      method: 'PUT',
      pattern: '/0.2/configure/:id',
      async answer(asked) {
        const parameter = find(asked);
        if (!parameter) return NO_RESOURCE;
        await parameter.set(client, requireValue(asked.body));
        return { kind: 'done' };
      },
    },
  ];
}

function operationRoutes(pattern: string, operations: OperationTable): Route[] {
  return [
    {
      method: 'GET',
      pattern,
      async answer({ path }) {
        const followed = operations.find(path);
        return followed ? document({ status: await followed.text() }) : NO_RESOURCE;
      },
    },
    // Only the resource goes: to provd's clients this is no cancelling.
    { method: 'DELETE', pattern, answer: ({ path }) => (operations.delete(path) ? { kind: 'done' } : NO_RESOURCE) },
  ];
}
