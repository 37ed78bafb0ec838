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
];
