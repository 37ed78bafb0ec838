/**
 * The shape of `provdesk.db`, one step per entry, never edited once released: `user_version` counts the steps done.
 * Instants are milliseconds since 1970; digests lower-case hex.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT;

  CREATE TABLE content (
    sha256   TEXT PRIMARY KEY,
    size     INTEGER NOT NULL,
    sha1     TEXT NOT NULL,
    md5      TEXT NOT NULL,
    added_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX content_by_sha1 ON content (sha1);
  CREATE INDEX content_by_md5 ON content (md5);

  CREATE TABLE plugin (
    id           TEXT PRIMARY KEY,
    version      TEXT NOT NULL,
    generation   TEXT NOT NULL,
    archive      TEXT NOT NULL,
    installed_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE package (
    plugin       TEXT NOT NULL REFERENCES plugin (id) ON DELETE CASCADE,
    id           TEXT NOT NULL,
    version      TEXT NOT NULL,
    installed_at INTEGER NOT NULL,
    PRIMARY KEY (plugin, id)
  ) STRICT;

  -- What a package was installed from: kept, so that its downloads are not cleaned up while it is installed.
  CREATE TABLE package_source (
    plugin  TEXT NOT NULL,
    package TEXT NOT NULL,
    sha256  TEXT NOT NULL,
    PRIMARY KEY (plugin, package, sha256),
    FOREIGN KEY (plugin, package) REFERENCES package (plugin, id) ON DELETE CASCADE
  ) STRICT;

  -- The published tree: one row per owner of a path, so that a path is served until its last owner is gone.
  -- package = '' : the plugin's own static files. The owner with the highest seq gives the bytes.
  CREATE TABLE served_file (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    plugin       TEXT NOT NULL REFERENCES plugin (id) ON DELETE CASCADE,
    package      TEXT NOT NULL,
    path         TEXT NOT NULL,
    sha256       TEXT NOT NULL,
    size         INTEGER NOT NULL,
    published_at INTEGER NOT NULL,
    UNIQUE (plugin, package, path)
  ) STRICT;

  CREATE TABLE device (
    id         TEXT PRIMARY KEY,
    mac        TEXT UNIQUE,
    ip         TEXT,
    vendor     TEXT,
    model      TEXT,
    version    TEXT,
    plugin     TEXT,
    support    TEXT NOT NULL,
    state      TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen  INTEGER NOT NULL,
    requests   INTEGER NOT NULL,
    last_path  TEXT
  ) STRICT;

  CREATE TABLE journal (
    seq    INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    device TEXT,
    entry  TEXT NOT NULL
  ) STRICT;
  CREATE INDEX journal_by_device ON journal (device, seq);

  CREATE TABLE operation (
    id         TEXT PRIMARY KEY,
    started_at INTEGER NOT NULL,
    state      TEXT NOT NULL,
    operation  TEXT NOT NULL
  ) STRICT;
  `,
  // What an upgrade replaced: its archive stays in the store, so that one step back is always possible.
  `
  ALTER TABLE plugin ADD COLUMN previous_archive TEXT;
  ALTER TABLE plugin ADD COLUMN previous_version TEXT;
  `,
  // How each download address answered last.
  `
  CREATE TABLE link (
    url        TEXT PRIMARY KEY,
    state      TEXT NOT NULL,
    failure    TEXT,
    checked_at INTEGER NOT NULL
  ) STRICT;
  `,
  // The length that an address announced, so that each who declares a size is told by itself; and what was read of
  // archives that are not installed: files with an address as JSON, of the archive with this SHA-1.
  `
  ALTER TABLE link ADD COLUMN length INTEGER;

  CREATE TABLE offered_plugin (
    plugin TEXT PRIMARY KEY,
    sha1   TEXT NOT NULL,
    files  TEXT NOT NULL
  ) STRICT;
  `,
  // To which TFTP block number a device goes after 65,535, where somebody has said so.
  `
  ALTER TABLE device ADD COLUMN rollover INTEGER;
  `,
  // Devices that are reached over SSH, what they are flashed with, and how that went. Operations and batches are told of even
  // after their device or image is gone, so they refer to neither; open = 1: not ended, and only one of a device at a time.
  `
  ALTER TABLE device ADD COLUMN name TEXT;
  ALTER TABLE device ADD COLUMN device_group TEXT;
  ALTER TABLE device ADD COLUMN location TEXT;
  ALTER TABLE device ADD COLUMN ssh TEXT;
  ALTER TABLE device ADD COLUMN board TEXT;

  CREATE TABLE credential (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE,
    kind     TEXT NOT NULL,
    username TEXT NOT NULL,
    added_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE host_key (
    device      TEXT NOT NULL,
    algorithm   TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    seen_at     INTEGER NOT NULL,
    PRIMARY KEY (device, algorithm)
  ) STRICT;

  CREATE TABLE category (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL UNIQUE COLLATE NOCASE,
    description TEXT NOT NULL
  ) STRICT;

  CREATE TABLE build (
    id        TEXT PRIMARY KEY,
    category  TEXT NOT NULL REFERENCES category (id),
    version   TEXT NOT NULL,
    os        TEXT UNIQUE,
    changelog TEXT NOT NULL,
    added_at  INTEGER NOT NULL,
    UNIQUE (category, version)
  ) STRICT;

  CREATE TABLE firmware_image (
    id       TEXT PRIMARY KEY,
    build    TEXT NOT NULL REFERENCES build (id),
    name     TEXT NOT NULL,
    sha256   TEXT NOT NULL,
    size     INTEGER NOT NULL,
    type     TEXT NOT NULL,
    facts    TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    UNIQUE (build, type)
  ) STRICT;

  -- Which image a device has or is to have; installed = 1: seen on it.
  CREATE TABLE device_firmware (
    device    TEXT PRIMARY KEY,
    image     TEXT NOT NULL REFERENCES firmware_image (id) ON DELETE CASCADE,
    installed INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE upgrade_batch (
    id         TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    batch      TEXT NOT NULL
  ) STRICT;

  CREATE TABLE upgrade_operation (
    id         TEXT PRIMARY KEY,
    batch      TEXT,
    device     TEXT NOT NULL,
    open       INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    operation  TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX upgrade_one_per_device ON upgrade_operation (device) WHERE open = 1;
  CREATE INDEX upgrade_by_batch ON upgrade_operation (batch);

  -- Plans that were shown, to be begun by their name.
  CREATE TABLE upgrade_plan (
    id      TEXT PRIMARY KEY,
    made_at INTEGER NOT NULL,
    plan    TEXT NOT NULL
  ) STRICT;

  -- Configurations that were fetched before a flash: kept as long as their operation.
  CREATE TABLE device_backup (
    operation TEXT PRIMARY KEY REFERENCES upgrade_operation (id) ON DELETE CASCADE,
    sha256    TEXT NOT NULL
  ) STRICT;

  CREATE TABLE upgrade_log (
    operation TEXT NOT NULL REFERENCES upgrade_operation (id) ON DELETE CASCADE,
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    text      TEXT NOT NULL,
    PRIMARY KEY (operation, seq)
  ) STRICT;
  `,
  // What somebody has said is to be in configurations, by the vendor's own names: of one device (its id), or of all of a
  // vendor. An owner without parameters any more keeps its row: when it changed is what its devices are told by.
  `
  CREATE TABLE configuration (
    kind       TEXT NOT NULL,
    owner      TEXT NOT NULL,
    parameters TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (kind, owner)
  ) STRICT;
  `,
];
