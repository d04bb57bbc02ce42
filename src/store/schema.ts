/** Raised with every change of the tables below; a store of another schema is refused. */
export const schemaVersion = 4

/**
 * The tables. Every row and unique index begins with `world`, times are milliseconds of the world's clock, and no
 * statement asks the time. `secrets` holds every credential ever issued, hashed; what must be
 * readable again is sealed. `clustered` is what the dialect calls a table whose rows stand in its primary key: a look-up
 * then goes down one tree, not two.
 */
export const schema = (clustered: string) => `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE worlds (
  world TEXT PRIMARY KEY,
  created BIGINT NOT NULL,
  used BIGINT NOT NULL,
  clock_offset BIGINT NOT NULL,
  frozen BIGINT
);

CREATE TABLE accounts (
  world TEXT NOT NULL, api TEXT NOT NULL, id TEXT NOT NULL,
  email TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL,
  password TEXT, disabled BIGINT, created BIGINT NOT NULL, data TEXT NOT NULL,
  PRIMARY KEY (world, api, id)
);
CREATE INDEX accounts_by_age ON accounts (world, api, created, id);

CREATE TABLE identities (
  world TEXT NOT NULL, api TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, account TEXT NOT NULL,
  PRIMARY KEY (world, api, kind, value)
);
CREATE INDEX identities_of_account ON identities (world, api, account, kind);

CREATE TABLE secrets (
  world TEXT NOT NULL, api TEXT NOT NULL, kind TEXT NOT NULL, hash TEXT NOT NULL,
  id TEXT NOT NULL, subject TEXT, client TEXT, family TEXT NOT NULL,
  issued BIGINT NOT NULL, expires BIGINT, idle BIGINT, seen BIGINT NOT NULL,
  ended BIGINT, ended_how TEXT, data TEXT NOT NULL,
  PRIMARY KEY (world, api, kind, hash)
) ${clustered};
CREATE UNIQUE INDEX secrets_by_id ON secrets (world, api, kind, id);
CREATE INDEX secrets_not_ended ON secrets (world, api, subject, kind, issued) WHERE ended IS NULL;
CREATE INDEX secrets_ended ON secrets (world, ended) WHERE ended IS NOT NULL AND ended_how <> 'rotated';
CREATE INDEX secrets_by_age ON secrets (world, api, issued) WHERE ended IS NULL;
CREATE INDEX secrets_of_family ON secrets (world, api, family) WHERE ended IS NULL;
CREATE INDEX secrets_expired ON secrets (world, expires) WHERE expires IS NOT NULL;

CREATE TABLE resources (
  world TEXT NOT NULL, api TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
  name TEXT NOT NULL, owner TEXT NOT NULL, created BIGINT NOT NULL, data TEXT NOT NULL,
  PRIMARY KEY (world, api, kind, id)
);
CREATE UNIQUE INDEX resources_by_name ON resources (world, api, kind, name);
CREATE INDEX resources_by_age ON resources (world, api, kind, created);

CREATE TABLE failures (
  world TEXT NOT NULL, api TEXT NOT NULL, scope TEXT NOT NULL, name TEXT NOT NULL,
  count BIGINT NOT NULL, first BIGINT NOT NULL, last BIGINT NOT NULL,
  PRIMARY KEY (world, api, scope, name)
);
CREATE INDEX failures_by_age ON failures (world, last);

CREATE TABLE outbox (
  world TEXT NOT NULL, api TEXT NOT NULL, id TEXT NOT NULL,
  channel TEXT NOT NULL, recipient TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL, sent BIGINT NOT NULL,
  PRIMARY KEY (world, api, id)
);

CREATE TABLE counters (
  world TEXT NOT NULL, api TEXT NOT NULL, name TEXT NOT NULL, value BIGINT NOT NULL,
  PRIMARY KEY (world, api, name)
);

CREATE TABLE settings (
  world TEXT NOT NULL, api TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (world, api, name)
);
`
