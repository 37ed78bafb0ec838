import { randomUUID } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type Build, type Category, type FirmwareImage, ImageFacts, ImageType } from '../../../shared/contract/images.ts';
import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import { boardTable } from '../../domain/upgrade/board-table.ts';
import { typeOf } from '../../domain/upgrade/file-kind.ts';
import type { ContentStore, ReceivedFile } from '../store/content-store.ts';
import type { Store } from '../store/database.ts';
import { readChunks } from '../store/read-chunks.ts';
import type { SettingsTable } from '../store/settings.ts';
import { transact } from '../store/transact.ts';
import { readImage } from './read-image.ts';

interface ImageLibraryParts {
  readonly database: Store;
  readonly settings: SettingsTable;
  readonly contents: ContentStore;
  now(): number;
  changed(): void;
  /** Open operations that carry this image. */
  busyWith(image: string): number;
}

export interface NewImage {
  readonly path: string;
  readonly category: string;
  readonly version: string;
  readonly type?: string | undefined;
}

export interface InspectedImage {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  readonly type: string;
  readonly facts: ImageFacts;
}

/** OpenWISP's own cap, in bytes: what a router's memory takes. @see reference openwisp-upgrader.md 2 (MAX_FILE_SIZE) */
const DEFAULT_LIMIT = 31_457_280;
const LONGEST_NAME = 255;
const LONGEST_TYPE = 128;

const Limit = z.object({ bytes: z.number().nullable() });
const CustomTypes = z.array(ImageType);

/** Categories, builds and firmware images; the bytes lie in the content store and are never whole in memory. */
export class ImageLibrary {
  readonly #parts: ImageLibraryParts;

  constructor(parts: ImageLibraryParts) {
    this.#parts = parts;
  }

  get limit(): number | null {
    const kept = this.#parts.settings.read('images.limit', Limit);
    return kept === undefined ? DEFAULT_LIMIT : kept.bytes;
  }

  set limit(bytes: number | null) {
    this.#parts.settings.write('images.limit', { bytes });
  }

  readonly builtInTypes: readonly ImageType[] = boardTable;

  get customTypes(): ImageType[] {
    return this.#parts.settings.read('images.types', CustomTypes) ?? [];
  }

  set customTypes(types: readonly ImageType[]) {
    this.#parts.settings.write('images.types', types);
  }

  categories(): Category[] {
    return this.#parts.database
      .prepare<[], Category>(
        `SELECT id, name, description, (SELECT count(*) FROM build WHERE category = category.id) AS builds
           FROM category ORDER BY name COLLATE NOCASE`,
      )
      .all();
  }

  /** @throws ProvdeskError `categories.name-taken` */
  addCategory(name: string, description: string): Category {
    if (this.categories().some((known) => known.name.toLowerCase() === name.toLowerCase()))
      throw new ProvdeskError('categories.name-taken', { name });
    const category = { id: randomUUID(), name, description };
    this.#parts.database.prepare('INSERT INTO category (id, name, description) VALUES (@id, @name, @description)').run(category);
    this.#parts.changed();
    return { ...category, builds: 0 };
  }

  /** @throws ProvdeskError `categories.unknown`, `categories.in-use` */
  removeCategory(id: string): Category {
    const category = this.categories().find((known) => known.id === id);
    if (!category) throw new ProvdeskError('categories.unknown', { category: id });
    if (category.builds > 0) throw new ProvdeskError('categories.in-use', { category: category.name, builds: category.builds });
    this.#parts.database.prepare('DELETE FROM category WHERE id = ?').run(id);
    this.#parts.changed();
    return category;
  }

  builds(category?: string): Build[] {
    const rows = this.#parts.database
      .prepare<[], Build>(
        `SELECT build.id, category, category.name AS categoryName, version, os, changelog, added_at AS addedAt,
                (SELECT count(*) FROM firmware_image WHERE build = build.id) AS images
           FROM build JOIN category ON category.id = build.category ORDER BY category.name COLLATE NOCASE, added_at DESC`,
      )
      .all();
    return category === undefined ? rows : rows.filter((build) => build.category === category);
  }

  /** @throws ProvdeskError `categories.unknown`, `builds.version-taken`, `builds.os-taken` */
  addBuild(wish: { category: string; version: string; os?: string | undefined; changelog: string }): Build {
    const category = this.categories().find(({ id }) => id === wish.category);
    if (!category) throw new ProvdeskError('categories.unknown', { category: wish.category });
    const known = this.builds();
    if (known.some((build) => build.category === category.id && build.version === wish.version))
      throw new ProvdeskError('builds.version-taken', { category: category.name, version: wish.version });
    const same = wish.os === undefined ? undefined : known.find(({ os }) => os === wish.os);
    if (same) throw new ProvdeskError('builds.os-taken', { build: same.version, os: same.os ?? '' });
    const { version, os = null, changelog } = wish;
    const row = { id: randomUUID(), category: category.id, version, os, changelog, addedAt: this.#parts.now() };
    this.#parts.database
      .prepare(
        `INSERT INTO build (id, category, version, os, changelog, added_at)
         VALUES (@id, @category, @version, @os, @changelog, @addedAt)`,
      )
      .run(row);
    this.#parts.changed();
    return { ...row, categoryName: category.name, images: 0 };
  }

  /** @throws ProvdeskError `builds.unknown`, `builds.in-use` */
  removeBuild(id: string): Build {
    const build = this.build(id);
    if (build.images > 0) throw new ProvdeskError('builds.in-use', { build: build.version, images: build.images });
    this.#parts.database.prepare('DELETE FROM build WHERE id = ?').run(build.id);
    this.#parts.changed();
    return build;
  }

  /** By id, by version, or by `category/version`. @throws ProvdeskError `builds.unknown`, `builds.ambiguous` */
  build(name: string): Build {
    const known = this.builds();
    const found = known.filter(
      ({ id, version, categoryName }) => id === name || version === name || `${categoryName}/${version}` === name,
    );
    if (found.length > 1)
      throw new ProvdeskError('builds.ambiguous', {
        build: name,
        categories: found.map(({ categoryName }) => categoryName).join(', '),
      });
    if (!found[0]) throw new ProvdeskError('builds.unknown', { build: name });
    return found[0];
  }

  images(): FirmwareImage[] {
    return this.#parts.database
      .prepare<[], Omit<FirmwareImage, 'facts'> & { facts: string }>(
        `SELECT image.id, build, build.version AS buildVersion, category, category.name AS categoryName, image.name, sha256, size,
                type, facts, image.added_at AS addedAt
           FROM firmware_image AS image JOIN build ON build.id = image.build JOIN category ON category.id = build.category
          ORDER BY image.added_at DESC, image.rowid DESC`,
      )
      .all()
      .map((row) => ({ ...row, facts: ImageFacts.parse(JSON.parse(row.facts)) }));
  }

  /** By id, file name, or digest. @throws ProvdeskError `images.unknown`; `images.ambiguous` where several builds have it */
  image(name: string): FirmwareImage {
    const images = this.images();
    const itself = images.find(({ id }) => id === name);
    const [found, ...others] = itself ? [itself] : images.filter((image) => image.name === name || image.sha256 === name);
    if (!found) throw new ProvdeskError('images.unknown', { image: name });
    if (others.length === 0) return found;
    const builds = [found, ...others].map(({ categoryName, buildVersion }) => `${categoryName} ${buildVersion}`).join(', ');
    throw new ProvdeskError('images.ambiguous', { image: name, builds });
  }

  /** What a file says of itself; nothing is kept. @throws ProvdeskError `images.*` */
  async inspect(filePath: string, type?: string): Promise<InspectedImage> {
    const { received, ...inspected } = await this.#receive(filePath, type);
    await rm(received.tmpPath, { force: true });
    return inspected;
  }

  /** @throws ProvdeskError `images.*`, `store.*`; nothing is kept then */
  async add(wish: NewImage): Promise<FirmwareImage> {
    const { received, name, type, facts, size } = await this.#receive(wish.path, wish.type);
    try {
      if (facts.boards.length === 0 && wish.type === undefined) throw new ProvdeskError('images.type-unknown', { type });
      const { category: categoryName, version } = wish;
      const category = this.categories().find((known) => known.name.toLowerCase() === categoryName.toLowerCase());
      const build = category && this.builds(category.id).find((known) => known.version === version);
      if (build && this.images().some((image) => image.build === build.id && image.type === type))
        throw new ProvdeskError('images.type-taken', { build: version, type });
      const content = await this.#parts.contents.keep(received);
      const os =
        facts.version === null ? null : `${facts.distribution ?? 'OpenWrt'} ${facts.version} ${facts.revision ?? ''}`.trim();
      const id = randomUUID();
      transact(this.#parts.database, () => {
        const inCategory = category ?? this.addCategory(categoryName, '');
        const free = os !== null && !this.builds().some((known) => known.os === os);
        const changelog = '';
        const into = build ?? this.addBuild({ category: inCategory.id, version, os: free ? os : undefined, changelog });
        this.#parts.database
          .prepare(
            `INSERT INTO firmware_image (id, build, name, sha256, size, type, facts, added_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          )
          .run(id, into.id, name, content.sha256, size, type, JSON.stringify(facts), this.#parts.now());
      });
      this.#parts.changed();
      return this.image(id);
    } finally {
      await rm(received.tmpPath, { force: true });
    }
  }

  /** @throws ProvdeskError `images.unknown`, `images.in-use` */
  remove(id: string): FirmwareImage {
    const image = this.image(id);
    const operations = this.#parts.busyWith(image.id);
    if (operations > 0) throw new ProvdeskError('images.in-use', { name: image.name, operations });
    this.#parts.database.prepare('DELETE FROM firmware_image WHERE id = ?').run(image.id);
    this.#parts.contents.drop(image.sha256);
    this.#parts.changed();
    return image;
  }

  async #receive(filePath: string, wanted: string | undefined): Promise<InspectedImage & { received: ReceivedFile }> {
    const name = path.basename(filePath);
    const { limit } = this;
    if (name.length > LONGEST_NAME) throw new ProvdeskError('images.name-too-long', { name, limit: LONGEST_NAME });
    const unreadable = (error: unknown) =>
      error instanceof ProvdeskError
        ? error
        : new ProvdeskError('images.file-unreadable', { path: filePath, reason: reasonOf(error) }, { cause: error });
    let received: ReceivedFile | undefined;
    try {
      const found = await stat(filePath);
      if (!found.isFile()) throw new ProvdeskError('images.file-unreadable', { path: filePath, reason: 'it is no file' });
      const { size } = found;
      if (limit !== null && size > limit) throw new ProvdeskError('images.too-large', { name, size, limit });
      received = await this.#parts.contents.receive(readChunks(filePath), 'image');
      const type = (wanted ?? typeOf(name)).slice(0, LONGEST_TYPE);
      const facts = await readImage(received.tmpPath, name, type, [...this.customTypes, ...boardTable]);
      return { name, size: received.size, sha256: received.sha256, type, facts, received };
    } catch (error) {
      if (received) await rm(received.tmpPath, { force: true });
      throw unreadable(error);
    }
  }
}
