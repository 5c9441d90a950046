CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE users (
  name TEXT PRIMARY KEY,
  password TEXT NOT NULL,               -- scrypt$logN$r$p$salt$hash
  created INTEGER NOT NULL
) STRICT;

CREATE TABLE tokens (
  id TEXT PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,          -- SHA-256 of the secret
  user TEXT NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  uses_left INTEGER NOT NULL
) STRICT;

CREATE TABLE devices (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  user TEXT NOT NULL,
  state TEXT NOT NULL,
  enrollment_type TEXT NOT NULL,
  hardware_id TEXT NOT NULL,
  os_version TEXT NOT NULL,
  os_edition TEXT NOT NULL,
  enrolled INTEGER NOT NULL,
  last_seen INTEGER,
  client_digest TEXT NOT NULL,          -- B64(MD5(name:secret)) of the device towards the lab
  server_digest TEXT NOT NULL,          -- the same of the lab towards the device
  client_nonce TEXT NOT NULL,           -- base64; what the device must use next
  client_nonce_at INTEGER NOT NULL,
  server_nonce TEXT NOT NULL            -- base64; what the device asked the lab to use next
) STRICT;

CREATE TABLE certificates (
  thumbprint TEXT PRIMARY KEY,          -- SHA-256 of the DER
  device TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
  issued INTEGER NOT NULL,
  not_after INTEGER NOT NULL,
  seen INTEGER,                         -- first session with it; the ones before it are revoked then
  revoked INTEGER
) STRICT;
CREATE INDEX certificates_device ON certificates (device);

CREATE TABLE profiles (
  id TEXT PRIMARY KEY,
  atomic INTEGER NOT NULL,
  items TEXT NOT NULL                   -- JSON
) STRICT;

CREATE TABLE assignments (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  device TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
  profile TEXT NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  UNIQUE (device, profile)
) STRICT;

CREATE TABLE nodes (                    -- what a device has answered about what it was sent
  device TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
  uri TEXT NOT NULL,
  sent TEXT NOT NULL,                   -- JSON of the item last answered
  acknowledged TEXT,                    -- JSON of the item last accepted
  status INTEGER NOT NULL,
  at INTEGER NOT NULL,
  retry INTEGER NOT NULL,               -- not before
  PRIMARY KEY (device, uri)
) STRICT;

CREATE TABLE commands (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  device TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
  verb TEXT NOT NULL,
  item TEXT NOT NULL,                   -- JSON
  state TEXT NOT NULL,
  status INTEGER,
  results TEXT NOT NULL DEFAULT '[]',   -- JSON
  created INTEGER NOT NULL,
  done INTEGER
) STRICT;
CREATE INDEX commands_open ON commands (device, position) WHERE state IN ('QUEUED', 'SENT');
CREATE INDEX commands_device ON commands (device, position);

CREATE TABLE sessions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  device TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
  session TEXT NOT NULL,
  started INTEGER NOT NULL,
  ended INTEGER,
  messages INTEGER NOT NULL,
  outcome TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_device ON sessions (device, id);

CREATE TABLE reports (                  -- the last report of a kind: compliance, inventory/TABLE, ...
  device TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  data TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (device, kind)
) STRICT;

CREATE TABLE events (                   -- outlives its device
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  device TEXT NOT NULL,
  kind TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT;
CREATE INDEX events_device ON events (device, id);
