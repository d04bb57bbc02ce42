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
) WITHOUT ROWID;
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
PRAGMA user_version = 4;
INSERT INTO meta VALUES ('secret', 'l5WlfFaijt7WK-Bt');
INSERT INTO worlds VALUES ('', 1771070400000, 1772366400000, 0, NULL);
INSERT INTO accounts VALUES ('', 'innodata', '5a2e5257-404d-4aaf-86c4-b1c2a1ff886b', 'me@example.com', 'My Name Goes Here', 'USER', '$argon2id$v=19$m=8,t=1,p=1$nqLi9HsLGeVD0iEsdR3oTQ$LhRYtclglu+1AZgyWUBLqLQezZTbDRdThmhoQWWH1bM', NULL, 1771070400000, '{"activated":true,"is_demo":false}');
INSERT INTO accounts VALUES ('', 'innodata', '1431846c-12eb-4cdf-81ef-eba1a0c328c2', 'ada@example.com', 'Ada', 'USER', '$argon2id$v=19$m=8,t=1,p=1$B2a5yFik4r5gkTJc2tipPQ$LedqxhFlMn3nQ9Riz8lW+zCRJpNzBLRlC5ifKooUvKc', NULL, 1771070400000, '{"activated":true,"is_demo":false}');
INSERT INTO accounts VALUES ('', 'innodata', '43fd881a-1812-4bb1-b298-12f3cae2ca77', 'grace@example.com', 'Grace', 'USER', '$argon2id$v=19$m=8,t=1,p=1$B2a5yFik4r5gkTJc2tipPQ$LedqxhFlMn3nQ9Riz8lW+zCRJpNzBLRlC5ifKooUvKc', NULL, 1771070400000, '{"activated":true,"is_demo":false}');
INSERT INTO accounts VALUES ('', 'khe', '5f6e1a2b3c4d5e6f70819201', 'ada@example.com', 'ada@example.com', 'attendee', '$argon2id$v=19$m=8,t=1,p=1$B2a5yFik4r5gkTJc2tipPQ$LedqxhFlMn3nQ9Riz8lW+zCRJpNzBLRlC5ifKooUvKc', NULL, 1771070400000, '{}');
INSERT INTO accounts VALUES ('', 'khe', '5f6e1a2b3c4d5e6f70819202', 'grace@example.com', 'grace@example.com', 'admin', '$argon2id$v=19$m=8,t=1,p=1$B2a5yFik4r5gkTJc2tipPQ$LedqxhFlMn3nQ9Riz8lW+zCRJpNzBLRlC5ifKooUvKc', NULL, 1771070400000, '{}');
INSERT INTO accounts VALUES ('', 'nebula-block', '18', 'testemail@gmail.com', 'Test User', 'GUEST', '$argon2id$v=19$m=8,t=1,p=1$I5VqW5FFqjICElsPa53j1Q$waxlf8nUwy5mem6OZaMWa62ZLeWvlKkKe5JHbYWfiqw', 1772365200000, 1771070400000, '{"active":true,"balance":"25.00"}');
INSERT INTO accounts VALUES ('', 'nebula-block', '19', 'ada@example.com', 'Ada', 'GUEST', '$argon2id$v=19$m=8,t=1,p=1$B2a5yFik4r5gkTJc2tipPQ$LedqxhFlMn3nQ9Riz8lW+zCRJpNzBLRlC5ifKooUvKc', NULL, 1771070400000, '{"active":true,"balance":"12.50"}');
INSERT INTO accounts VALUES ('', 'nebula-block', '20', 'grace@example.com', 'Grace', 'ADMIN', '$argon2id$v=19$m=8,t=1,p=1$B2a5yFik4r5gkTJc2tipPQ$LedqxhFlMn3nQ9Riz8lW+zCRJpNzBLRlC5ifKooUvKc', NULL, 1771070400000, '{"active":true,"balance":"1000.00"}');
INSERT INTO accounts VALUES ('', 'numbers-station', '6f1e7c1e-55a5-4d0c-9a52-0c6f0f3c1a01', 'ada@example.com', 'Ada', 'USER', '$argon2id$v=19$m=8,t=1,p=1$B2a5yFik4r5gkTJc2tipPQ$LedqxhFlMn3nQ9Riz8lW+zCRJpNzBLRlC5ifKooUvKc', NULL, 1771070400000, '{"accounts":["acme"]}');
INSERT INTO accounts VALUES ('', 'numbers-station', '6f1e7c1e-55a5-4d0c-9a52-0c6f0f3c1a02', 'grace@example.com', 'Grace', 'ADMIN', '$argon2id$v=19$m=8,t=1,p=1$B2a5yFik4r5gkTJc2tipPQ$LedqxhFlMn3nQ9Riz8lW+zCRJpNzBLRlC5ifKooUvKc', NULL, 1771070400000, '{"accounts":["acme"]}');
INSERT INTO accounts VALUES ('', 'tag', '1', 'someone@example.com', 'Someone', 'DELEGATE', '$argon2id$v=19$m=8,t=1,p=1$xi6p/jMwKEKTf5PdbhZChg$bE9L0KYtrrRun6vFIDpmVQFs0vxzBI20MV5l8xFey2s', NULL, 1771070400000, '{"phone":"02345678901234"}');
INSERT INTO accounts VALUES ('', 'tag', '2', 'ada@example.com', 'Ada', 'DELEGATE', '$argon2id$v=19$m=8,t=1,p=1$B2a5yFik4r5gkTJc2tipPQ$LedqxhFlMn3nQ9Riz8lW+zCRJpNzBLRlC5ifKooUvKc', NULL, 1771070400000, '{}');
INSERT INTO accounts VALUES ('', 'tag', '3', 'grace@example.com', 'Grace', 'DELEGATE', '$argon2id$v=19$m=8,t=1,p=1$B2a5yFik4r5gkTJc2tipPQ$LedqxhFlMn3nQ9Riz8lW+zCRJpNzBLRlC5ifKooUvKc', NULL, 1771070400000, '{}');
INSERT INTO accounts VALUES ('', 'innodata', '1b65363e-2a7b-43e8-bcbb-e0129e7c0dbf', 'late@example.com', 'Late', 'USER', '$argon2id$v=19$m=8,t=1,p=1$YXZmSGxrI7qpQ8rZ3oSBpw$Di33N4a28vXVB9yMg9ZnAvaygF0CIw8FZz24/a9vHcI', NULL, 1772276400000, '{"activated":false,"is_demo":false}');
INSERT INTO accounts VALUES ('', 'khe', '2fc75a9b24239186075a5616', 'lin@example.com', 'lin@example.com', 'attendee', '$argon2id$v=19$m=8,t=1,p=1$TPg+5tLA35J3oZh1fx4QRQ$KkE7hp6uSo9bwsW0iSuJKvYG3caFs+zq70jjhVCMLhc', NULL, 1772365200000, '{}');
INSERT INTO accounts VALUES ('', 'innodata', 'de1b5c36-9687-47fd-8ea2-6a11753cec3b', 'lin@example.com', 'Lin', 'USER', '$argon2id$v=19$m=8,t=1,p=1$knimV/7SRpPvB46aM2vOfw$YBKtj/q9Pz/Rw0T0/uKNmcrAzCVM5rMKEqEga/5dFOg', NULL, 1772365260000, '{"activated":true,"is_demo":false}');
INSERT INTO accounts VALUES ('', 'innodata', 'adaca844-e744-4304-b357-6b8376263ac4', 'pending@example.com', 'Lin', 'USER', '$argon2id$v=19$m=8,t=1,p=1$ZX7XHwi9lE42eBX6xKHCbw$4lrHcc5fwzaPBY+NdV3kdkd5dtRS2+WRS1r76XtpsZU', NULL, 1772365260000, '{"activated":false,"is_demo":false}');
INSERT INTO identities VALUES ('', 'innodata', 'login', 'me@example.com', '5a2e5257-404d-4aaf-86c4-b1c2a1ff886b');
INSERT INTO identities VALUES ('', 'innodata', 'login', 'ada@example.com', '1431846c-12eb-4cdf-81ef-eba1a0c328c2');
INSERT INTO identities VALUES ('', 'innodata', 'login', 'grace@example.com', '43fd881a-1812-4bb1-b298-12f3cae2ca77');
INSERT INTO identities VALUES ('', 'khe', 'login', 'ada@example.com', '5f6e1a2b3c4d5e6f70819201');
INSERT INTO identities VALUES ('', 'khe', 'login', 'grace@example.com', '5f6e1a2b3c4d5e6f70819202');
INSERT INTO identities VALUES ('', 'nebula-block', 'login', 'testuser', '18');
INSERT INTO identities VALUES ('', 'nebula-block', 'login', 'testemail@gmail.com', '18');
INSERT INTO identities VALUES ('', 'nebula-block', 'login', 'ada', '19');
INSERT INTO identities VALUES ('', 'nebula-block', 'login', 'ada@example.com', '19');
INSERT INTO identities VALUES ('', 'nebula-block', 'login', 'grace', '20');
INSERT INTO identities VALUES ('', 'nebula-block', 'login', 'grace@example.com', '20');
INSERT INTO identities VALUES ('', 'numbers-station', 'login', 'ada@example.com', '6f1e7c1e-55a5-4d0c-9a52-0c6f0f3c1a01');
INSERT INTO identities VALUES ('', 'numbers-station', 'login', 'grace@example.com', '6f1e7c1e-55a5-4d0c-9a52-0c6f0f3c1a02');
INSERT INTO identities VALUES ('', 'tag', 'login', 'someone@example.com', '1');
INSERT INTO identities VALUES ('', 'tag', 'login', '02345678901234', '1');
INSERT INTO identities VALUES ('', 'tag', 'login', 'ada', '2');
INSERT INTO identities VALUES ('', 'tag', 'login', 'ada@example.com', '2');
INSERT INTO identities VALUES ('', 'tag', 'login', 'grace', '3');
INSERT INTO identities VALUES ('', 'tag', 'login', 'grace@example.com', '3');
INSERT INTO identities VALUES ('', 'innodata', 'login', 'late@example.com', '1b65363e-2a7b-43e8-bcbb-e0129e7c0dbf');
INSERT INTO identities VALUES ('', 'khe', 'login', 'lin@example.com', '2fc75a9b24239186075a5616');
INSERT INTO identities VALUES ('', 'innodata', 'login', 'lin@example.com', 'de1b5c36-9687-47fd-8ea2-6a11753cec3b');
INSERT INTO identities VALUES ('', 'innodata', 'login', 'pending@example.com', 'adaca844-e744-4304-b357-6b8376263ac4');
INSERT INTO identities VALUES ('', 'numbers-station', 'oidc', 'http://127.0.0.1:45435/idp b5fc85e55755f9e0d030a', '6f1e7c1e-55a5-4d0c-9a52-0c6f0f3c1a01');
INSERT INTO secrets VALUES ('', 'innodata', 'activation', 'EWA1Ngwp_Fc__g8xfHx0PwYgCAiCYGnkPTn41R7vwdY', '04654fc4fac56feda8ee36cc8ca1f971', 'de1b5c36-9687-47fd-8ea2-6a11753cec3b', NULL, '04654fc4fac56feda8ee36cc8ca1f971', 1772365260000, 1772451660000, NULL, 1772365260000, 1772365260000, 'consumed', '{}');
INSERT INTO secrets VALUES ('', 'innodata', 'activation', 'QAZ-xQwyevz_4K7W-6Jlsb9DoRdtixL5fPdjlu0W5oE', 'b52ad9c4f1fbf4ec4b88f6476cd1fa79', '1b65363e-2a7b-43e8-bcbb-e0129e7c0dbf', NULL, 'b52ad9c4f1fbf4ec4b88f6476cd1fa79', 1772276400000, 1772362800000, NULL, 1772276400000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'innodata', 'activation', 'w_MEjWV61uJ1-mpps7cQCHUDEhDcDfxmBxOJhpo8tAA', '3fcd28713890e1701ac1724e22d4422b', 'adaca844-e744-4304-b357-6b8376263ac4', NULL, '3fcd28713890e1701ac1724e22d4422b', 1772365260000, 1772451660000, NULL, 1772365260000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'innodata', 'live-key', '1fanRnoKwPDbVlhon_Bkv4xbteWf62iBJfFOI69uH_E', '2486303f970cb4f73a9136f108c32345', '1431846c-12eb-4cdf-81ef-eba1a0c328c2', NULL, '2486303f970cb4f73a9136f108c32345', 1771070400000, NULL, NULL, 1771070400000, NULL, NULL, '{"sealed":"hWQsrqZP5gEI2rAKA86-owh8zLTzSJkwp5DTc3BWKYz0rjSszc8tFONaNTogTCchges1ozTPCiPPS9bbiggo4Iyv115sJtfnbqE"}');
INSERT INTO secrets VALUES ('', 'innodata', 'live-key', '9pWhiyqUK3HpDy2-2BclkIL98_K8WlUPIkRliFS8ccg', '21957e9ccf35b820a8cc4ec7e7785625', '43fd881a-1812-4bb1-b298-12f3cae2ca77', NULL, '21957e9ccf35b820a8cc4ec7e7785625', 1771070400000, NULL, NULL, 1771070400000, NULL, NULL, '{"sealed":"cON-hunmP5BOubijwCMcfjJTcHHnfRAr7lNjG_2LoefXARymXkBAaQWdMUREoAFZ3Qlx6Yer2c3NlQNPC7fNkM_StJ9Bzd4EYg8"}');
INSERT INTO secrets VALUES ('', 'innodata', 'live-key', 'rPwQnyqPYM0ke1SLXcBO8FtqWifc9hizyjanJlCwAXg', 'a318183d1bc7d49cde8a555c422ca36b', '5a2e5257-404d-4aaf-86c4-b1c2a1ff886b', NULL, 'a318183d1bc7d49cde8a555c422ca36b', 1771070400000, NULL, NULL, 1771070400000, NULL, NULL, '{"sealed":"5MGtXtl7836kfDwQ_AHawEbrXOjWiGIkEslEGIH6YxzNpvltOWGfVxbwcg2bsEOAYXuikEvXDtLwJL-U7wVpLGh7ds95jTfTCT8"}');
INSERT INTO secrets VALUES ('', 'innodata', 'live-key', 'y_ZJ8L1nZLNq8PW-jkR_fqNJwYomforAezlrE5Eqomk', '9678a53461e590972c89743febf30c92', 'de1b5c36-9687-47fd-8ea2-6a11753cec3b', NULL, '9678a53461e590972c89743febf30c92', 1772365260000, NULL, NULL, 1772365260000, NULL, NULL, '{"sealed":"VUB91Qydh-tpkJHV0ga2TIxOsPOqNZT7k0ONQt5Bs8dQMMHhCAYpZ5SqmSXgLtmDD-rVlhuIrOJV3ADCFFHWXq4zUZpBSmOkoko"}');
INSERT INTO secrets VALUES ('', 'innodata', 'test-key', '1cajY48_blT9QH0jcOSci1AM9qWkdk9JC5SmV9wLLWg', '41073a6f3514a39bb979aec801ec7022', 'de1b5c36-9687-47fd-8ea2-6a11753cec3b', NULL, '41073a6f3514a39bb979aec801ec7022', 1772365260000, NULL, NULL, 1772365260000, NULL, NULL, '{"sealed":"ENUgXf8Ej4StjzSMmq4DIvQfDqZJoaTUhMGueUw4TNOKkabTGtd5AuHSGK7W0KQDXSkqGl0xBxAdnavWZEFOTFoDJP4jvec3ZFo"}');
INSERT INTO secrets VALUES ('', 'innodata', 'test-key', '548GRwEuar4jTc937-ZPAblx9_qPjBAlN2UxyVmXfvg', 'fd93bc02a22e4cab1c33403111db602c', '43fd881a-1812-4bb1-b298-12f3cae2ca77', NULL, 'fd93bc02a22e4cab1c33403111db602c', 1771070400000, NULL, NULL, 1771070400000, NULL, NULL, '{"sealed":"_oCC9cYlN6Qrpy1mcgSf1oqibmtKRDKBaQ7xJpXBLvs7mZylKemwO3F6tGlwxGQmJKwpeDEBwWBXad-AOqq_gWdLQsTz-vzVwaQ"}');
INSERT INTO secrets VALUES ('', 'innodata', 'test-key', 'wmgYcLQlTcAxNkrubZx30IbiYQPFmmdHvk0kx14HkdQ', 'c7f38630c30b17148a2deee945651c0a', '5a2e5257-404d-4aaf-86c4-b1c2a1ff886b', NULL, 'c7f38630c30b17148a2deee945651c0a', 1771070400000, NULL, NULL, 1771070400000, NULL, NULL, '{"sealed":"41tACnaPKs_-S3BwsmZsuUwOvuD9NS6hx9zUUtfikvNrBtUvs1Ev01nTBo2JCUsOzFYlQkXWF4-pck-VAOta2b9Uj9Lttcf_86o"}');
INSERT INTO secrets VALUES ('', 'innodata', 'test-key', 'x-zQ7bmvIiIjD334__GmEO0ipBKOEOdzhbnRrCgv19o', '795d07fa7b48e312449e5dfe69b0bd13', '1431846c-12eb-4cdf-81ef-eba1a0c328c2', NULL, '795d07fa7b48e312449e5dfe69b0bd13', 1771070400000, NULL, NULL, 1771070400000, NULL, NULL, '{"sealed":"7u-rRz5PXCFVaZbybXPobI4gVL5XGNBPUI-c4janiyfygRICp18zJAhEnCIaPbdyjKMhJlfZfOTlLK9R0QmJ8nBalRS-cFJp2b8"}');
INSERT INTO secrets VALUES ('', 'khe', 'access-token', 'AWvs5MTnmhVLMH3UmxO4vm3MmJi8BxxNNKDg-IKQoPU', '4ccf4e3d77cc6cceac12a4fc666f32ff', '2fc75a9b24239186075a5616', 'abc123', '4ccf4e3d77cc6cceac12a4fc666f32ff', 1772365200000, 1773574800000, NULL, 1772365200000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'khe', 'access-token', 'KINhEIfVKkOQLSwJL3VC1cgO_F_9-xPPKZZSk34uDOk', 'd4ac18178254e1bc0c3185f0195b2dd9', '5f6e1a2b3c4d5e6f70819201', 'abc123', 'd4ac18178254e1bc0c3185f0195b2dd9', 1772365200000, 1773574800000, NULL, 1772365200000, 1772365200000, 'rotated', '{}');
INSERT INTO secrets VALUES ('', 'khe', 'access-token', 'U6IAvGgn0cCZBPIjyPb09BVLrcc8i5mP97JVuOGXdWU', '0aa317ff20adb98a65bfa123fba8a43f', '5f6e1a2b3c4d5e6f70819201', 'abc123', 'd4ac18178254e1bc0c3185f0195b2dd9', 1772365200000, 1773574800000, NULL, 1772365200000, NULL, NULL, '{"parent":"H93ex7TrbakOIjOVe079cI5kFtbf3xq6MSdrP3xouVM"}');
INSERT INTO secrets VALUES ('', 'khe', 'access-token', 'ZDniamGzFiEPIxfIxiLumnLyJw16bJKkwM34kSrBzUc', 'c448f9352ccd4dda774b3ef0d35fe70d', '5f6e1a2b3c4d5e6f70819201', 'abc123', 'c448f9352ccd4dda774b3ef0d35fe70d', 1772365200000, 1773574800000, NULL, 1772365200000, 1772365200000, 'rotated', '{}');
INSERT INTO secrets VALUES ('', 'khe', 'access-token', 'i1K4G_dbgVnS9GWvYuCF1SvchZ1z1PWk1P_7mvYPAdM', 'e349ca17971b3629132b60b8bc0f3962', '5f6e1a2b3c4d5e6f70819201', 'mocha', 'e349ca17971b3629132b60b8bc0f3962', 1772365200000, 1773574800000, NULL, 1772365200000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'khe', 'access-token', 'kH_LbmlWzUSd74WFSl5nbwa0o6MARYq6ugHcZw2EOnw', '722dd28a6938a16ea745a5d42606817e', '5f6e1a2b3c4d5e6f70819201', 'abc123', 'c448f9352ccd4dda774b3ef0d35fe70d', 1772365200000, 1773574800000, NULL, 1772365200000, NULL, NULL, '{"parent":"b82IFoDas9f8Iz909SfOgBlmPL9q7jyiVW-AAQQlS4c"}');
INSERT INTO secrets VALUES ('', 'khe', 'access-token', 'pbZ8LZs2htBVjh7UsAk-pGLGqQCGnbfOteSzi7lZqck', 'd24eaca101ccc0aaec4238f87f29d168', '5f6e1a2b3c4d5e6f70819202', 'abc123', 'd24eaca101ccc0aaec4238f87f29d168', 1771153200000, 1772362800000, NULL, 1771153200000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'khe', 'access-token', 'w6NNYLcf_Hp1RIR84T4lVhHotBBBe-7ud_9I90CNNcg', '55e500416f28f3023b7690739e611511', '5f6e1a2b3c4d5e6f70819202', 'mocha', '55e500416f28f3023b7690739e611511', 1772365200000, 1773574800000, NULL, 1772365200000, 1772365200000, 'revoked', '{}');
INSERT INTO secrets VALUES ('', 'khe', 'access-token', 'z4N0Q7ZZUqZ62V6R9Sq9Wuvy5js954C5p6bl2Lq7Ibk', '0c76d08f21d2beded32a7e0ede8aa3a0', '5f6e1a2b3c4d5e6f70819202', 'abc123', '0c76d08f21d2beded32a7e0ede8aa3a0', 1772365200000, 1773574800000, NULL, 1772365200000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'khe', 'client', 'RVbNoH5Re2uGmsNNOdwFUj3GTE2-Fv7yGmRWyv7p5Xk', 'mocha', NULL, NULL, 'mocha', 1771070400000, NULL, NULL, 1771070400000, NULL, NULL, '{"name":"mocha"}');
INSERT INTO secrets VALUES ('', 'khe', 'client', 'TcPWsgp7LTgyMiehY1tg8RE2iUH1WAQoqFtM02ZEqAQ', '34f83e60331c26dbfacb4b85', NULL, NULL, '34f83e60331c26dbfacb4b85', 1772365200000, NULL, NULL, 1772365200000, NULL, NULL, '{"name":"App"}');
INSERT INTO secrets VALUES ('', 'khe', 'client', 'vQLAqRbviT_Txya1AzDQCZsJX6Iha7VbANnLAn-IH3c', 'abc123', NULL, NULL, 'abc123', 1771070400000, NULL, NULL, 1771070400000, NULL, NULL, '{"name":"abc123"}');
INSERT INTO secrets VALUES ('', 'khe', 'refresh-token', '7eJzMFi8iX5agI-3boayEilh40YJ-wlRdYmmP5pzwUw', '55e500416f28f3023b7690739e611511', '5f6e1a2b3c4d5e6f70819202', 'mocha', '55e500416f28f3023b7690739e611511', 1772365200000, 1777549200000, NULL, 1772365200000, 1772365200000, 'revoked', '{}');
INSERT INTO secrets VALUES ('', 'khe', 'refresh-token', '9uTuQ2Ts1s5ArQyJJDc1VYQhR79yMN-UDR8c4YEtfuU', 'e349ca17971b3629132b60b8bc0f3962', '5f6e1a2b3c4d5e6f70819201', 'mocha', 'e349ca17971b3629132b60b8bc0f3962', 1772365200000, 1777549200000, NULL, 1772365200000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'khe', 'refresh-token', 'D6OTNWAFseLloCX4o9zDvYAset4Fj24kavZ7afDSBSs', '722dd28a6938a16ea745a5d42606817e', '5f6e1a2b3c4d5e6f70819201', 'abc123', 'c448f9352ccd4dda774b3ef0d35fe70d', 1772365200000, 1777549200000, NULL, 1772365200000, NULL, NULL, '{"parent":"b82IFoDas9f8Iz909SfOgBlmPL9q7jyiVW-AAQQlS4c"}');
INSERT INTO secrets VALUES ('', 'khe', 'refresh-token', 'GNiBAE0hZtoMxUnwFdJ4LkOpj0_vmfQO8LWcAaPUbyo', 'd24eaca101ccc0aaec4238f87f29d168', '5f6e1a2b3c4d5e6f70819202', 'abc123', 'd24eaca101ccc0aaec4238f87f29d168', 1771153200000, 1776337200000, NULL, 1771153200000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'khe', 'refresh-token', 'H93ex7TrbakOIjOVe079cI5kFtbf3xq6MSdrP3xouVM', 'd4ac18178254e1bc0c3185f0195b2dd9', '5f6e1a2b3c4d5e6f70819201', 'abc123', 'd4ac18178254e1bc0c3185f0195b2dd9', 1772365200000, 1777549200000, NULL, 1772365200000, 1772365200000, 'rotated', '{}');
INSERT INTO secrets VALUES ('', 'khe', 'refresh-token', 'NSGzwudNiHEF7MxE9kfHc129lGpA_EH_Z-maNse1bjk', '0c76d08f21d2beded32a7e0ede8aa3a0', '5f6e1a2b3c4d5e6f70819202', 'abc123', '0c76d08f21d2beded32a7e0ede8aa3a0', 1772365200000, 1777549200000, NULL, 1772365200000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'khe', 'refresh-token', 'b82IFoDas9f8Iz909SfOgBlmPL9q7jyiVW-AAQQlS4c', 'c448f9352ccd4dda774b3ef0d35fe70d', '5f6e1a2b3c4d5e6f70819201', 'abc123', 'c448f9352ccd4dda774b3ef0d35fe70d', 1772365200000, 1777549200000, NULL, 1772365200000, 1772365200000, 'rotated', '{}');
INSERT INTO secrets VALUES ('', 'khe', 'refresh-token', 'jXuc_PQ64EKX9BzTykKpCjw9rlgUxyH3wCNedkDd4L8', '0aa317ff20adb98a65bfa123fba8a43f', '5f6e1a2b3c4d5e6f70819201', 'abc123', 'd4ac18178254e1bc0c3185f0195b2dd9', 1772365200000, 1777549200000, NULL, 1772365200000, NULL, NULL, '{"parent":"H93ex7TrbakOIjOVe079cI5kFtbf3xq6MSdrP3xouVM"}');
INSERT INTO secrets VALUES ('', 'khe', 'refresh-token', 'uM7fkiH6-6li-QNIMUm2fYLkXgGXTNvrUEPins_VqeI', '4ccf4e3d77cc6cceac12a4fc666f32ff', '2fc75a9b24239186075a5616', 'abc123', '4ccf4e3d77cc6cceac12a4fc666f32ff', 1772365200000, 1777549200000, NULL, 1772365200000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'nebula-block', 'access-token', '1lwwnqR_Ao678-NtliyJsLrN32W8bggG4vVWkbXZeqE', 'b6d26e4e18a26de701ec056abba5f59d', '19', NULL, 'b6d26e4e18a26de701ec056abba5f59d', 1772355600000, 1772362800000, NULL, 1772355600000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'nebula-block', 'access-token', '6kC_GnB1kZpIE9VEczSvXoGGE4yWEx7KSFanCc1LcaA', 'ec4f04fae77fdf6478bef394c37ae2b9', '19', NULL, 'ec4f04fae77fdf6478bef394c37ae2b9', 1772365200000, 1772372400000, NULL, 1772365200000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'nebula-block', 'access-token', 'c9DchgjHPiFhCiwS93XJ8j8GN27dm-N3rc3tYTkHlO0', '3f2884473dc51fba08cb8f45a60df794', '20', NULL, '3f2884473dc51fba08cb8f45a60df794', 1772365200000, 1772372400000, NULL, 1772365200000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'nebula-block', 'access-token', 'mgMbXwzuVj-G7Y2_uKwRpy_hBeBPJF3EG2WEoOw293Y', 'bbf2e5cf0b7b2bfc6a71b8bf6e018dde', '18', NULL, 'bbf2e5cf0b7b2bfc6a71b8bf6e018dde', 1772365200000, 1772372400000, NULL, 1772365200000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'nebula-block', 'api-key', '18ME8BG9X14zMbYZyWYH3bW_vyLr98LF__Jskgzjs84', '3', '19', NULL, '3', 1772365200000, NULL, NULL, 1772365200000, 1772365200000, 'revoked', '{"name":"deleted","description":"soon"}');
INSERT INTO secrets VALUES ('', 'nebula-block', 'api-key', '2XfCXmDnznexA2VzYgKToURzzKplX6O5q4bvkXmGTdc', '1', '18', NULL, '1', 1771070400000, NULL, NULL, 1771070400000, NULL, NULL, '{"name":"sample","description":"The key printed in the documentation"}');
INSERT INTO secrets VALUES ('', 'nebula-block', 'api-key', 'W0i6ik58X0H3lUAQaaW086iLbQKOAsYyyGf3tTkSGmo', '2', '19', NULL, '2', 1772365200000, NULL, NULL, 1772365200000, NULL, NULL, '{"name":"test","description":""}');
INSERT INTO secrets VALUES ('', 'numbers-station', 'api-key', '2J-Phzm0xiyfNTtcqYggAkBEsW52IN69hf_MrnUDOtk', '2', 'acme', NULL, '2', 1772365260000, NULL, NULL, 1772365260000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'numbers-station', 'api-key', '7aAtUKZnOfc53F7ADmhktsqEA5bdUgueCJ5acs6Av2I', '1', 'acme', NULL, '1', 1771070400000, NULL, NULL, 1771070400000, 1772365260000, 'superseded', '{}');
INSERT INTO secrets VALUES ('', 'numbers-station', 'bearer-session', '8_xlgoewxaW2UGGDaGBmQP2nVF21mgLdyy8SCnEdTAo', '4e4e825bff8bc578e7ed59e71ab345ff', '6f1e7c1e-55a5-4d0c-9a52-0c6f0f3c1a02', NULL, '4e4e825bff8bc578e7ed59e71ab345ff', 1772365260000, 1772408460000, 1800000, 1772365260000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'numbers-station', 'bearer-session', 'BxkS5jhZ7YlcPVnAwqI9Ms5VqxIMkc2zb6nGDEXrylE', '8d1645e80f4db3bcc98664efb1dc0c4c', '6f1e7c1e-55a5-4d0c-9a52-0c6f0f3c1a02', NULL, '8d1645e80f4db3bcc98664efb1dc0c4c', 1772319600000, 1772362800000, 1800000, 1772319600000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'numbers-station', 'bearer-session', 'Q8L_Ps8RlzRTmtvnsWTtda2IW57E5CuBu6K8RgnqgEo', '25d99257a61ba8a7869e0cd5fde9203f', '6f1e7c1e-55a5-4d0c-9a52-0c6f0f3c1a01', NULL, '25d99257a61ba8a7869e0cd5fde9203f', 1772365260000, 1772408460000, 1800000, 1772365260000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'numbers-station', 'bearer-session', 'yqfjZHM5ynPFFw5ZTfAejF6j8xAxITzkuTsgj1VCmfI', '61e4dd28c7b32dc61737610f6d7679cc', '6f1e7c1e-55a5-4d0c-9a52-0c6f0f3c1a01', NULL, '61e4dd28c7b32dc61737610f6d7679cc', 1772365260000, 1772408460000, 1800000, 1772365260000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'numbers-station', 'begun-login', '_Ch91NeiiLK0gwDJ_la_O27rEJFz2C194C-xS_GTyd4', '38c8a6567f52da6f7e533105f6305116', 'address EsoXtJryKJQ28wPgFmAwoh5SXSZuIJJnQzgBqP1AcaA', NULL, '38c8a6567f52da6f7e533105f6305116', 1772365260000, 1772365860000, NULL, 1772365260000, 1772365260000, 'consumed', '{"sealed":"vOuckoMMfT69yBOLHg7Gmr_f8m1sacfgnxHrIaQIU3pqO7iZwPxmkAs4Hz4uweODyYAQxG8_PyP3dM5TAAikt_mmyYuAeH3MqDW5sl4LaD6ajJCrjS4l1WTh7_N1PrupaMnmY-d6fbKiVE7LWD-HsG-R5ge7PNXib6oDLXbYMYp1XJlnjJJ-z2_nHmBukRxBwmZN-cYH0iuA75X2zCujm66eF5kqt_hjKq1v6d2zb66PEKEk-wZzZFUzQp0ceNNlusjJEtUF3PfOVHVH6s_JLl86_Gpo71BckFUn3LDihP2VcxXjbsbXaB7EVE1IQ62kdylXNFnRUp8k74kh2-xjlalD1jr2D8mFUx6ZvmbxPnYIH9sWp0qUEYXhQR6mHQJ43iI7hGIXFlexfgOfIkY71P6I-rwGU1v9JzHpDOKLKg5cKNzPb9zzYZxHYNp7tG3jq9dYMUgZD20A"}');
INSERT INTO secrets VALUES ('', 'numbers-station', 'cookie-session', '9SGUQcmre01AsftyEQRyYgd3ZGkq3VsOvq-J60Y24zg', '7e385b71cea68f48bcc9c62503bd42ca', '6f1e7c1e-55a5-4d0c-9a52-0c6f0f3c1a01', NULL, '7e385b71cea68f48bcc9c62503bd42ca', 1772365260000, 1772408460000, 1800000, 1772365260000, 1772365260000, 'revoked', '{}');
INSERT INTO secrets VALUES ('', 'numbers-station', 'cookie-session', 'RJOJCuk7y4mUQEPlxmuQH5WCzoBoXNOqyfhC1-zPcsA', 'c1e3d220c0f48c510ebb35ed0ea7485e', '6f1e7c1e-55a5-4d0c-9a52-0c6f0f3c1a01', NULL, 'c1e3d220c0f48c510ebb35ed0ea7485e', 1772365260000, 1772408460000, 1800000, 1772365260000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'numbers-station', 'cookie-session', 'kkIEjahrOA5xSfAS0yuYNhrjW6c-4e8C63Q0uNPujko', 'bf8bd0e60f5f30e04d1b7f37c7f9e062', '6f1e7c1e-55a5-4d0c-9a52-0c6f0f3c1a01', NULL, 'bf8bd0e60f5f30e04d1b7f37c7f9e062', 1772365260000, 1772408460000, 1800000, 1772365260000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'tag', 'access-token', 'G_jpWjWojygtBNTk7A0U3Ja5KzLo1HclBZFWvjLv8oc', '40039fc2b0e6b0020e94848092a61c05', '2', 'abc123', '1789f42be2e5e8de413f2e591841ac60', 1772355600000, 1772359200000, NULL, 1772355600000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'tag', 'access-token', 'LLkYvBdcq0Ezy6WR6cperD4FToykHaRCa7hPJd0qSIA', '7f90cfa69b441ac8203d1e43bb17fbcc', NULL, 'abc123', '7f90cfa69b441ac8203d1e43bb17fbcc', 1772365260000, 1772368860000, NULL, 1772365260000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'tag', 'access-token', 'Le0BQMTwqnhgQBSPub9qLXR8oVZWxcGoG4b9t3k5nFg', 'e4a69eb1dd3de080fa30a3ff0f739c8a', '2', 'abc123', '1268460211c996fd68db45633b3fb70b', 1772365200000, 1772368800000, NULL, 1772365200000, NULL, NULL, '{"parent":"3zGHOprtIwJZxR5vc2TwnYHHfyRo74swY_0Vf7zprm8"}');
INSERT INTO secrets VALUES ('', 'tag', 'access-token', 'RR46mAQvDq8jpgfxmPHwneXziHRfAarYnlP8ZtOmIyc', '419eed02c21c1502be0162bd3e011826', NULL, 'abc123', '419eed02c21c1502be0162bd3e011826', 1772365260000, 1772368860000, NULL, 1772365260000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'tag', 'access-token', 'SOTpECQebZGmGREjEcSpjIfRs8mWMf128T4oJ0s4FNI', 'b62b23501eb81ec6248cee466f0e1ee3', '3', 'abc123', 'e23213c7ef8d1db109b365373ea9020d', 1772365200000, 1772368800000, NULL, 1772365200000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'tag', 'access-token', 'SrhYv87yFuLqslsK6_e-qVbArePkyFzvvIiTc2JRZmA', '742f3d769ba6623ac0e372752545a1ef', '2', 'abc123', '033b29f968928d75b8bc0b86f6eba5d9', 1772365200000, 1772368800000, NULL, 1772365200000, 1772365200000, 'rotated', '{}');
INSERT INTO secrets VALUES ('', 'tag', 'access-token', 'fa-2gittRlm_Q8-HaPbeZc0W3qQ5xI59xvodGgp63QE', '4dc2c0fd2c4678c3691d5775e61f5099', '2', 'abc123', '1268460211c996fd68db45633b3fb70b', 1772365200000, 1772368800000, NULL, 1772365200000, 1772365200000, 'rotated', '{}');
INSERT INTO secrets VALUES ('', 'tag', 'access-token', 'hueQ_uWwt6KBXiqdo4TSofI-8jn9XY_KXDY7x8o1UY8', 'cf7dcb8334881e5b8f638dbf85c27b8f', '2', 'abc123', '033b29f968928d75b8bc0b86f6eba5d9', 1772365200000, 1772368800000, NULL, 1772365200000, NULL, NULL, '{"parent":"cxFRF-Lw0jlWnSe6eprwLPmNG4CcSkdoyoyoCetoUnM"}');
INSERT INTO secrets VALUES ('', 'tag', 'access-token', 'w2GeQzVbE84B3sENh2i_Ai2exViBE1UwLiuN6gHNygM', '6d0f86312b9d403418118d004ba88162', NULL, 'abc123', '6d0f86312b9d403418118d004ba88162', 1772365260000, 1772368860000, NULL, 1772365260000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'tag', 'access-token', 'xAgBbndaxrvgBXbLdGc2Z-3ipIHQjWHzV2g1gpBJfgw', 'cb6cbec8d0178afe8e8fa4d690347d27', '2', 'abc123', '28130255eff254399e64fa0bead614a5', 1772365260000, 1772368860000, NULL, 1772365260000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'tag', 'access-token', 'zXpZpP1j8TLgMIJjoqsYH_dsJQJQPf8xLG7pbY3SFLA', '7fcfa75e9ca2f04795ffd4c466747d08', NULL, 'abc123', '7fcfa75e9ca2f04795ffd4c466747d08', 1772365200000, 1772368800000, NULL, 1772365200000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'tag', 'client', '3-F9hckBesFxTTJkfo-Ory26PpC60hYXEoFOwNCJuc4', 'kiosk', NULL, NULL, 'kiosk', 1771070400000, NULL, NULL, 1771070400000, NULL, NULL, '{"name":"Check-in kiosk"}');
INSERT INTO secrets VALUES ('', 'tag', 'client', 'cf8ZOOWnlGvJ22ka8vT0elOmvy71mW7_eCLj1YBGloM', '5800e6807fddd3411bd77975', NULL, NULL, '5800e6807fddd3411bd77975', 1772365200000, NULL, NULL, 1772365200000, NULL, NULL, '{"name":"App"}');
INSERT INTO secrets VALUES ('', 'tag', 'client', 'wHGfddP_oxfrQxm2VTbnUo5AMRIp4DnDzWdlEz2N5uM', 'abc123', NULL, NULL, 'abc123', 1771070400000, NULL, NULL, 1771070400000, NULL, NULL, '{"name":"The client of the documentation"}');
INSERT INTO secrets VALUES ('', 'tag', 'one-time-password', '7zdEK7e2zRci4ciEuvPgOr7tif-1NgBv3mXzDI3g4cI', '4f3df6192e3cf2dabe65b67dc5265034', 'address new@example.com', NULL, '4f3df6192e3cf2dabe65b67dc5265034', 1772365260000, 1772367060000, NULL, 1772365260000, NULL, NULL, '{"isSent":true,"address":"new@example.com"}');
INSERT INTO secrets VALUES ('', 'tag', 'one-time-password', 'rxvMUziPxvpHvn4dNjoT0wNoUklPVMSCOuTImeD-2Qw', 'a02a3fce1a42d056faed3f776b1cad18', 'address someone@example.com', NULL, 'a02a3fce1a42d056faed3f776b1cad18', 1772365260000, 1772367060000, NULL, 1772365260000, NULL, NULL, '{"isSent":true,"address":"someone@example.com"}');
INSERT INTO secrets VALUES ('', 'tag', 'one-time-password', 'xz7MgDy-RKRG2g9rbJMr5ubFV2XVvY80iFZG8SEsNgo', 'f23cfd9f4b01cf922a1132a9f6bb61d5', 'address grace@example.com', NULL, 'f23cfd9f4b01cf922a1132a9f6bb61d5', 1772365200000, 1772367000000, NULL, 1772365200000, 1772365200000, 'consumed', '{"isSent":true,"address":"grace@example.com"}');
INSERT INTO secrets VALUES ('', 'tag', 'refresh-token', '0tceouexdb-wQ0A9nd0EvWrI8YeCOs3phnYSq2U-g2w', '45127dcbabf20267bb100c769c660b32', '3', 'abc123', '45127dcbabf20267bb100c769c660b32', 1771153200000, 1773745200000, 1209600000, 1771153200000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'tag', 'refresh-token', '3zGHOprtIwJZxR5vc2TwnYHHfyRo74swY_0Vf7zprm8', '1268460211c996fd68db45633b3fb70b', '2', 'abc123', '1268460211c996fd68db45633b3fb70b', 1772365200000, 1774957200000, 1209600000, 1772365200000, 1772365200000, 'rotated', '{}');
INSERT INTO secrets VALUES ('', 'tag', 'refresh-token', 'J2-vb2VD7jgAspbG-YOwQSfhCvDp6rHt5sx_R1HPLyg', '3f04bde71c1bdb64a031fec5abcd9e2f', '2', 'abc123', '1268460211c996fd68db45633b3fb70b', 1772365200000, 1774957200000, 1209600000, 1772365200000, NULL, NULL, '{"parent":"3zGHOprtIwJZxR5vc2TwnYHHfyRo74swY_0Vf7zprm8"}');
INSERT INTO secrets VALUES ('', 'tag', 'refresh-token', 'UAGpQs9AadQTsuZw-4tqt8P0a6R2RxJkh1EqUOy51TM', 'e23213c7ef8d1db109b365373ea9020d', '3', 'abc123', 'e23213c7ef8d1db109b365373ea9020d', 1772365200000, 1774957200000, 1209600000, 1772365200000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'tag', 'refresh-token', 'X5kE76jZd9bCRQk6dtOO7VJ3LHsqRlmh_olE9mfGlpM', '28130255eff254399e64fa0bead614a5', '2', 'abc123', '28130255eff254399e64fa0bead614a5', 1772365260000, 1774957260000, 1209600000, 1772365260000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'tag', 'refresh-token', 'ZWkhXWCCIVahKD5CsPGpYx7HCqNm1Q4n_KVgda5DHI4', '1789f42be2e5e8de413f2e591841ac60', '2', 'abc123', '1789f42be2e5e8de413f2e591841ac60', 1772355600000, 1774947600000, 1209600000, 1772355600000, NULL, NULL, '{}');
INSERT INTO secrets VALUES ('', 'tag', 'refresh-token', 'bA8UlyIC8-AAhsNBbH9Q7DjV4eVjXfNqjA7Iu5t53nI', '4d9d09df4ea9a0d5e0c8071df46ddd8c', '2', 'abc123', '033b29f968928d75b8bc0b86f6eba5d9', 1772365200000, 1774957200000, 1209600000, 1772365200000, NULL, NULL, '{"parent":"cxFRF-Lw0jlWnSe6eprwLPmNG4CcSkdoyoyoCetoUnM"}');
INSERT INTO secrets VALUES ('', 'tag', 'refresh-token', 'cxFRF-Lw0jlWnSe6eprwLPmNG4CcSkdoyoyoCetoUnM', '033b29f968928d75b8bc0b86f6eba5d9', '2', 'abc123', '033b29f968928d75b8bc0b86f6eba5d9', 1772365200000, 1774957200000, 1209600000, 1772365200000, 1772365200000, 'rotated', '{}');
INSERT INTO resources VALUES ('', 'innodata', 'live-team', 'f9c5341c-6485-458e-a054-87b1c7a6e456', 'Crew', 'de1b5c36-9687-47fd-8ea2-6a11753cec3b', 1772365260000, '{}');
INSERT INTO resources VALUES ('', 'innodata', 'test-team', '5c25dc00-dbdd-442c-bfde-c5f14ec6f748', 'Trial', 'de1b5c36-9687-47fd-8ea2-6a11753cec3b', 1772365260000, '{}');
INSERT INTO failures VALUES ('', 'numbers-station', 'known', 'QE44-jta7OWz9MBFSUPijv7q49380jl732SVMXbUzUc', 1, 1772365260000, 1772365260000);
INSERT INTO failures VALUES ('', 'nebula-block', 'known', 'hXbYqP8_2Ner0s3780q6MtMdZhD-67P9rUalhpXYeEA', 1, 1772365200000, 1772365200000);
INSERT INTO failures VALUES ('', 'tag', 'known', 'hn0NgkQljSIx3_nasVDUmCYVE_sVxHszEU79apfJAY8', 1, 1772365200000, 1772365200000);
INSERT INTO failures VALUES ('', 'khe', 'allowance: signUpsPerAddress', 'EsoXtJryKJQ28wPgFmAwoh5SXSZuIJJnQzgBqP1AcaA', 1, 1772365200000, 1772365200000);
INSERT INTO failures VALUES ('', 'khe', 'known', 'hn0NgkQljSIx3_nasVDUmCYVE_sVxHszEU79apfJAY8', 1, 1772365200000, 1772365200000);
INSERT INTO failures VALUES ('', 'khe', 'known', 'QE44-jta7OWz9MBFSUPijv7q49380jl732SVMXbUzUc', 1, 1772365200000, 1772365200000);
INSERT INTO failures VALUES ('', 'nebula-block', 'known', 'TZlD8nrfVHQcUTg5pr4_A-k0GrUxWGlUWIfAkzC4-jo', 1, 1772365200000, 1772365200000);
INSERT INTO failures VALUES ('', 'nebula-block', 'known', 'Eb-nmZu2tKOYBjMuOL2yHzHekNXFNeF919UU5I6cueA', 1, 1772365200000, 1772365200000);
INSERT INTO failures VALUES ('', 'tag', 'allowance: sending again', 'tTPUVH6qWg-pVZZaHKOTzNLqATAyoQVybyMutBvdxPo', 1, 1772365200000, 1772365200000);
INSERT INTO failures VALUES ('', 'tag', 'allowance: sending to an address', 'tTPUVH6qWg-pVZZaHKOTzNLqATAyoQVybyMutBvdxPo', 1, 1772365200000, 1772365200000);
INSERT INTO failures VALUES ('', 'tag', 'allowance: messagesPerAddress', 'EsoXtJryKJQ28wPgFmAwoh5SXSZuIJJnQzgBqP1AcaA', 3, 1772365200000, 1772365260000);
INSERT INTO failures VALUES ('', 'tag', 'allowance: tries at one-time passwords', 'tTPUVH6qWg-pVZZaHKOTzNLqATAyoQVybyMutBvdxPo', 1, 1772365200000, 1772365200000);
INSERT INTO failures VALUES ('', 'tag', 'known', 'QE44-jta7OWz9MBFSUPijv7q49380jl732SVMXbUzUc', 1, 1772365200000, 1772365200000);
INSERT INTO failures VALUES ('', 'tag', 'allowance: sending again', 'ckl_R15PdtCyj1fHOghOzldtFwh066PuJgnZr-S3Gqs', 1, 1772365260000, 1772365260000);
INSERT INTO failures VALUES ('', 'tag', 'allowance: sending to an address', 'ckl_R15PdtCyj1fHOghOzldtFwh066PuJgnZr-S3Gqs', 1, 1772365260000, 1772365260000);
INSERT INTO failures VALUES ('', 'tag', 'allowance: sending again', '8AMFAQIzJ0N7BuXG-H33hxuOcErmCNHQt7JP3SoGxxY', 1, 1772365260000, 1772365260000);
INSERT INTO failures VALUES ('', 'tag', 'allowance: sending to an address', '8AMFAQIzJ0N7BuXG-H33hxuOcErmCNHQt7JP3SoGxxY', 1, 1772365260000, 1772365260000);
INSERT INTO failures VALUES ('', 'innodata', 'allowance: signUpsPerAddress', 'EsoXtJryKJQ28wPgFmAwoh5SXSZuIJJnQzgBqP1AcaA', 2, 1772365260000, 1772365260000);
INSERT INTO failures VALUES ('', 'numbers-station', 'known', 'hn0NgkQljSIx3_nasVDUmCYVE_sVxHszEU79apfJAY8', 1, 1772365260000, 1772365260000);
INSERT INTO failures VALUES ('', 'khe', 'login', '4ydp4HprrADqlGNvkaOg3_TiJrIuvSE7vRYaNcRW8Go', 5, 1772366400000, 1772366400000);
INSERT INTO failures VALUES ('', 'khe', 'account', 'gM-FgDvVmmNhH4bfA6VTTPPRx8-0dL0yEsdYXr7yXIw', 5, 1772366400000, 1772366400000);
INSERT INTO failures VALUES ('', 'khe', 'address', 'EsoXtJryKJQ28wPgFmAwoh5SXSZuIJJnQzgBqP1AcaA', 5, 1772366400000, 1772366400000);
INSERT INTO outbox VALUES ('', 'innodata', '1', 'email', 'late@example.com', 'Activate your account', 'MfysywWs4YWKmHKQ1U2zhYfeL3f4st9Hpj9U3Mg8aCnESYFCzX8avGgu8V_-NVM6GNTUrxsZTEJL6ejIxPC8YCIF177QDq1LYlqpCCtMtCzDaJvPlXNeewuBL98DefGHeSLJXEZ-RnTHqAboY0f9R-LdWov4A9Us40COQ-UI9YAum3Fg38JlTZI19vdO7G3ExZvGxCbVucBL8g1x39OP-HQv0B7FdvHNMFXazXMVPaJnUIr7cezlVRVNnm8', 1772276400000);
INSERT INTO outbox VALUES ('', 'tag', '1', 'email', 'grace@example.com', 'Your one-time password', 'NZXAA-4eXNU-YW4CaI4Nrng9Uu711CNe2eyJVWm1TkTuYaeNaThEYvyJ3IVbiv5gQ1Ky3jhkn8IBknhzzmOaL53bW5hOlHbhd41W_-bISrk33u1rFPRK4C_ucZUnoCY', 1772365200000);
INSERT INTO outbox VALUES ('', 'tag', '2', 'email', 'someone@example.com', 'Your one-time password', 'jczQtBy3ZDfdn18vEKxlT627tkBdd7Kr4AMWAtus7j2dQwflN4syDaFBG6SrEf-JTFSAyZ0bRtpqhEEYDj_uINYRgzML6GY4Br4WiY1oCZGxXihpIxQ5UDlwvC__o2o', 1772365260000);
INSERT INTO outbox VALUES ('', 'tag', '3', 'email', 'new@example.com', 'Your one-time password', 'q2bNAusxV7vE3zyPA0oeoVmOhAUKDgHauB0K-6KwkFpC-HMNCipMSMofQRBDVziE7BuIdZJ4hCWSk3Zt4aVRMAQkhhKmJMLor-r_3NyqcpnNc0NselUpFRWLqA9gzbc', 1772365260000);
INSERT INTO outbox VALUES ('', 'innodata', '2', 'email', 'lin@example.com', 'Activate your account', 'hhaKYhd72wfOvIcUyqCYlKW9DQfnDjUwtNC-N-xdP9OegXDruD64ygMBXwqY4AlMdD4RH2DYUcmwm0Z1UiH41dXoTNhhsCu8UKq-mpwca-QOb_d2o0hx12qyWDpg6iIElPXTfvl7-4gTAs3GdqMNijXd_hy6jLQH7QmNgAa5-H5I3rVSRdb5ENZnF-ORXZDFPiYjBwc_xuXLdXSNvEstVrJgbmfM6i2RT72KyOjCojE-tsbwL50tasCBfS0', 1772365260000);
INSERT INTO outbox VALUES ('', 'innodata', '3', 'email', 'pending@example.com', 'Activate your account', 'RO2NoXsu1gGnPzly4E3LUSi_YK1WIow4VzVeZBlDusRiFI-Dgd8wq5tlzeQjkuz9GlbN5kyUb-D3JAOFRe5yoQiv0C46SiTqS69bZxcw-TgznM9dbsiUh57ET_RF25vKOuHYWCYTJAu6ZXcx8qpdzPLJU1VRaUxwVj9UyLu_cDUWySqEN9SE5O1DZGsUWnea9rcmkxe3JGKVbOMLqyqv04soJFjJafZ820Ckua9Ec9_H9JdiJC3YGrXIuw0', 1772365260000);
INSERT INTO counters VALUES ('', 'innodata', 'demo data', 250348346448124);
INSERT INTO counters VALUES ('', 'khe', 'demo data', 250348346448124);
INSERT INTO counters VALUES ('', 'nebula-block', 'api-key', 3);
INSERT INTO counters VALUES ('', 'nebula-block', 'demo data', 250348346448124);
INSERT INTO counters VALUES ('', 'numbers-station', 'api-key', 2);
INSERT INTO counters VALUES ('', 'numbers-station', 'demo data', 250348346448124);
INSERT INTO counters VALUES ('', 'sandbox', 'demo data', 250348346448124);
INSERT INTO counters VALUES ('', 'tag', 'account', 3);
INSERT INTO counters VALUES ('', 'tag', 'demo data', 250348346448124);
INSERT INTO counters VALUES ('', 'innodata', 'message', 3);
INSERT INTO counters VALUES ('', 'tag', 'message', 3);
INSERT INTO settings VALUES ('', 'tag', 'otpEnabled', 'true');
INSERT INTO settings VALUES ('', 'tag', 'allowNewUsers', 'true');
INSERT INTO settings VALUES ('', 'tag', 'otpLifetime', '1800');
INSERT INTO settings VALUES ('', 'numbers-station', 'allowedOrigins', '["https://app.example.com"]');
