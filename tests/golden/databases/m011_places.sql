BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'hub','m001_log','2026-11-30 08:49:41.090327+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'hub','m002_conversations','2026-11-30 08:49:41.101462+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'hub','m003_owed','2026-11-30 08:49:41.107793+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'hub','m004_people','2026-11-30 08:49:41.123240+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'hub','m005_triage','2026-11-30 08:49:41.133147+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'hub','m006_desk_of_people','2026-11-30 08:49:41.140244+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'hub','m007_house_of_people','2026-11-30 08:49:41.162666+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'hub','m008_presence','2026-11-30 08:49:41.175175+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'hub','m009_one_history','2026-11-30 08:49:41.184084+00:00');
INSERT INTO "_sqlite_migrations" VALUES(10,'hub','m010_assignment','2026-11-30 08:49:41.191494+00:00');
INSERT INTO "_sqlite_migrations" VALUES(11,'hub','m011_places','2026-11-30 08:49:41.207130+00:00');
CREATE TABLE "absences" (
   "conversation" TEXT PRIMARY KEY,
   "epoch" INTEGER NOT NULL,
   "due_at" INTEGER NOT NULL
);
CREATE TABLE "agent_states" (
   "user" TEXT PRIMARY KEY,
   "switch" TEXT NOT NULL,
   "since" INTEGER NOT NULL,
   "seen_at" INTEGER NOT NULL,
   "breather_until" INTEGER NOT NULL
);
CREATE TABLE "arrangements" (
   "version" INTEGER PRIMARY KEY,
   "section" TEXT NOT NULL,
   "value" TEXT NOT NULL,
   "author" TEXT,
   "note" TEXT,
   "created_at" INTEGER
);
CREATE TABLE "codes" (
   "customer" TEXT PRIMARY KEY,
   "email" TEXT,
   "hash" TEXT,
   "expires_at" INTEGER,
   "tries" INTEGER
);
CREATE TABLE "consoles" (
   "socket" TEXT PRIMARY KEY,
   "user" TEXT NOT NULL,
   "hub" TEXT NOT NULL,
   "seen_at" INTEGER NOT NULL
);
CREATE TABLE "conversations" (
   "id" TEXT PRIMARY KEY,
   "seq" INTEGER,
   "state" TEXT,
   "epoch" INTEGER,
   "customer" TEXT,
   "agent" TEXT,
   "agent_name" TEXT,
   "reason" TEXT,
   "priority" INTEGER,
   "waiting_since" INTEGER,
   "opened_at" INTEGER,
   "updated_at" INTEGER,
   "mood" REAL,
   "last_said" INTEGER,
   "fold" TEXT
, "behind" INTEGER NOT NULL DEFAULT 0);
INSERT INTO "conversations" VALUES('c1',8,'bot',1,'p_1',NULL,NULL,NULL,2,0,1000,1007,0.0,7,'{"id":"c1","state":"bot","epoch":1,"seq":8,"customer":"p_1","channel":"web","site":"","opened_at":1000,"updated_at":1007,"agent":null,"agent_name":null,"pending":{"turn":"c1-t5","epoch":1,"first":7,"last":7,"mode":"answer"},"unheard":0,"heard":7,"last_said":7,"waiting_since":0,"reason":null,"priority":2,"case":{"version":1,"turns":[],"count":0,"misses":0,"offered_at":0,"declined_at":0,"level":0.0,"rejected":[],"slots":{},"form":null,"guide":null,"marks":{}},"articles":{"6":"a1"},"thumbs":{},"stars":null,"ratings":0,"mood":0.0,"corrected":{},"language":null,"translated":{},"labels":[],"snoozed_until":0,"handoff":0,"verdict":null,"wanted":null,"wanted_agent":null,"topics":[],"department":null,"skills":[],"owed_since":0,"answered":0,"email":null,"offered":0,"strain":1.0,"strain_before":1.0,"ringing":null,"passed":{},"last_agent":null,"joined_at":0,"handed_at":0,"answered_at":0,"reminded":false,"asked_at":0,"sla":{},"left_at":0,"place_lost":false}',0);
INSERT INTO "conversations" VALUES('c2',9,'queued',2,'p_1',NULL,NULL,'frustration',1,1005,1000,1008,0.0,8,'{"id":"c2","state":"queued","epoch":2,"seq":9,"customer":"p_1","channel":"web","site":"","opened_at":1000,"updated_at":1008,"agent":null,"agent_name":null,"pending":{"turn":"c2-t5","epoch":2,"first":8,"last":8,"mode":"score"},"unheard":0,"heard":8,"last_said":8,"waiting_since":1005,"reason":"frustration","priority":1,"case":{"version":1,"turns":[],"count":0,"misses":0,"offered_at":0,"declined_at":0,"level":0.0,"rejected":[],"slots":{},"form":null,"guide":null,"marks":{}},"articles":{},"thumbs":{},"stars":null,"ratings":0,"mood":0.0,"corrected":{},"language":null,"translated":{},"labels":[],"snoozed_until":0,"handoff":6,"verdict":null,"wanted":null,"wanted_agent":null,"topics":[],"department":null,"skills":[],"owed_since":1005,"answered":0,"email":null,"offered":0,"strain":1.5,"strain_before":1.0,"ringing":null,"passed":{},"last_agent":null,"joined_at":0,"handed_at":1005,"answered_at":0,"reminded":false,"asked_at":0,"sla":{},"left_at":0,"place_lost":false}',0);
INSERT INTO "conversations" VALUES('c3',8,'bot',1,'p_1',NULL,NULL,NULL,2,0,1000,1007,0.0,7,'{"id":"c3","state":"bot","epoch":1,"seq":8,"customer":"p_1","channel":"web","site":"","opened_at":1000,"updated_at":1007,"agent":null,"agent_name":null,"pending":{"turn":"c3-t5","epoch":1,"first":7,"last":7,"mode":"answer"},"unheard":0,"heard":7,"last_said":7,"waiting_since":0,"reason":null,"priority":2,"case":{"version":1,"turns":[],"count":0,"misses":0,"offered_at":0,"declined_at":0,"level":0.0,"rejected":[],"slots":{},"form":null,"guide":null,"marks":{}},"articles":{"6":"a1"},"thumbs":{},"stars":null,"ratings":0,"mood":0.0,"corrected":{},"language":null,"translated":{},"labels":[],"snoozed_until":0,"handoff":0,"verdict":null,"wanted":null,"wanted_agent":null,"topics":[],"department":null,"skills":[],"owed_since":0,"answered":0,"email":null,"offered":0,"strain":1.0,"strain_before":1.0,"ringing":null,"passed":{},"last_agent":null,"joined_at":0,"handed_at":0,"answered_at":0,"reminded":false,"asked_at":0,"sla":{},"left_at":0,"place_lost":false}',0);
CREATE TABLE "customer_tokens" (
   "hash" TEXT PRIMARY KEY,
   "customer" TEXT,
   "created_at" INTEGER,
   "expires_at" INTEGER
);
CREATE TABLE "customers" (
   "id" TEXT PRIMARY KEY,
   "name" TEXT,
   "email" TEXT,
   "created_at" INTEGER,
   "site" TEXT
, "segment" TEXT, "note" TEXT, "blocked_at" INTEGER);
CREATE TABLE "customers_here" (
   "customer" TEXT PRIMARY KEY,
   "seen_at" INTEGER NOT NULL
);
CREATE TABLE "events" (
   "conversation" TEXT,
   "seq" INTEGER,
   "at" INTEGER NOT NULL,
   "kind" TEXT NOT NULL,
   "version" INTEGER NOT NULL,
   "client_id" TEXT,
   "data" TEXT NOT NULL,
   "text" TEXT,
   PRIMARY KEY ("conversation", "seq")
);
INSERT INTO "events" VALUES('c1',1,1000,'conversation.opened',1,NULL,'{"customer":"p_1","channel":"web","site":""}',NULL);
INSERT INTO "events" VALUES('c1',2,1001,'system.said',1,NULL,'{"key":"greeting","variables":{}}','<greeting []>');
INSERT INTO "events" VALUES('c1',3,1002,'customer.said',1,'client-0001','{"client_id":"client-0001"}','hello');
INSERT INTO "events" VALUES('c1',4,1003,'turn.due',1,NULL,'{"turn":"c1-t2","epoch":1,"first":3,"last":3,"mode":"answer"}',NULL);
INSERT INTO "events" VALUES('c1',5,1004,'turn.done',1,NULL,'{"turn":"c1-t2","epoch":1,"last":3,"mode":"answer","understanding":{},"scores":{"sentiment":0.0,"frustration":0.0,"complexity":0.0,"risk":null,"stuck":0.0,"wants_person":0.0,"need":0.0,"evidence":[]},"decision":{"decision":"stay","reason":null,"rule":null,"evidence":[],"counterfactual":null,"miss":false},"case":{"version":1,"turns":[],"count":0,"misses":0,"offered_at":0,"declined_at":0,"level":0.0,"rejected":[],"slots":{},"form":null},"settings":"s","model":"m","actions":[],"took_ms":5,"spoken":true}',NULL);
INSERT INTO "events" VALUES('c1',6,1005,'bot.said',1,NULL,'{"turn":"c1-t2","role":"answer","article":"a1","article_version":1,"key":null,"variables":{},"options":[]}','an answer');
INSERT INTO "events" VALUES('c1',7,1006,'customer.said',1,'client-0004','{"client_id":"client-0004"}','more');
INSERT INTO "events" VALUES('c1',8,1007,'turn.due',1,NULL,'{"turn":"c1-t5","epoch":1,"first":7,"last":7,"mode":"answer"}',NULL);
INSERT INTO "events" VALUES('c2',1,1000,'conversation.opened',1,NULL,'{"customer":"p_1","channel":"web","site":""}',NULL);
INSERT INTO "events" VALUES('c2',2,1001,'system.said',1,NULL,'{"key":"greeting","variables":{}}','<greeting []>');
INSERT INTO "events" VALUES('c2',3,1002,'customer.said',1,'client-0001','{"client_id":"client-0001"}','hello');
INSERT INTO "events" VALUES('c2',4,1003,'turn.due',1,NULL,'{"turn":"c2-t2","epoch":1,"first":3,"last":3,"mode":"answer"}',NULL);
INSERT INTO "events" VALUES('c2',5,1004,'turn.done',1,NULL,'{"turn":"c2-t2","epoch":1,"last":3,"mode":"answer","understanding":{},"scores":{"sentiment":0.0,"frustration":0.0,"complexity":0.0,"risk":null,"stuck":0.0,"wants_person":0.0,"need":0.0,"evidence":[]},"decision":{"decision":"handoff","reason":"frustration","rule":"frustration_handoff","evidence":[],"counterfactual":null,"miss":false},"case":{"version":1,"turns":[],"count":0,"misses":0,"offered_at":0,"declined_at":0,"level":0.0,"rejected":[],"slots":{},"form":null},"settings":"s","model":"m","actions":[],"took_ms":5,"spoken":true}',NULL);
INSERT INTO "events" VALUES('c2',6,1005,'handoff.requested',1,NULL,'{"epoch":2,"reason":"frustration","priority":1,"rule":"frustration_handoff","evidence":[],"counterfactual":null}',NULL);
INSERT INTO "events" VALUES('c2',7,1006,'system.said',1,NULL,'{"key":"handoff_frustration","variables":{}}','<handoff_frustration []>');
INSERT INTO "events" VALUES('c2',8,1007,'customer.said',1,'client-0004','{"client_id":"client-0004"}','more');
INSERT INTO "events" VALUES('c2',9,1008,'turn.due',1,NULL,'{"turn":"c2-t5","epoch":2,"first":8,"last":8,"mode":"score"}',NULL);
INSERT INTO "events" VALUES('c3',1,1000,'conversation.opened',1,NULL,'{"customer":"p_1","channel":"web","site":""}',NULL);
INSERT INTO "events" VALUES('c3',2,1001,'system.said',1,NULL,'{"key":"greeting","variables":{}}','<greeting []>');
INSERT INTO "events" VALUES('c3',3,1002,'customer.said',1,'client-0001','{"client_id":"client-0001"}','hello');
INSERT INTO "events" VALUES('c3',4,1003,'turn.due',1,NULL,'{"turn":"c3-t2","epoch":1,"first":3,"last":3,"mode":"answer"}',NULL);
INSERT INTO "events" VALUES('c3',5,1004,'turn.done',1,NULL,'{"turn":"c3-t2","epoch":1,"last":3,"mode":"answer","understanding":{},"scores":{"sentiment":0.0,"frustration":0.0,"complexity":0.0,"risk":null,"stuck":0.0,"wants_person":0.0,"need":0.0,"evidence":[]},"decision":{"decision":"stay","reason":null,"rule":null,"evidence":[],"counterfactual":null,"miss":false},"case":{"version":1,"turns":[],"count":0,"misses":0,"offered_at":0,"declined_at":0,"level":0.0,"rejected":[],"slots":{},"form":null},"settings":"s","model":"m","actions":[],"took_ms":5,"spoken":true}',NULL);
INSERT INTO "events" VALUES('c3',6,1005,'bot.said',1,NULL,'{"turn":"c3-t2","role":"answer","article":"a1","article_version":1,"key":null,"variables":{},"options":[]}','an answer');
INSERT INTO "events" VALUES('c3',7,1006,'customer.said',1,'client-0004','{"client_id":"client-0004"}','more');
INSERT INTO "events" VALUES('c3',8,1007,'turn.due',1,NULL,'{"turn":"c3-t5","epoch":1,"first":7,"last":7,"mode":"answer"}',NULL);
CREATE TABLE "leases" (
   "name" TEXT PRIMARY KEY,
   "holder" TEXT NOT NULL,
   "until_at" INTEGER NOT NULL,
   "beaten_at" INTEGER NOT NULL
);
CREATE TABLE "links" (
   "hash" TEXT PRIMARY KEY,
   "user" TEXT,
   "expires_at" INTEGER
);
CREATE TABLE "mentions" (
   "login" TEXT,
   "conversation" TEXT,
   "seq" INTEGER,
   "at" INTEGER,
   "read_at" INTEGER,
   PRIMARY KEY ("login", "conversation", "seq")
);
CREATE TABLE "outages" (
   "from_at" INTEGER PRIMARY KEY,
   "to_at" INTEGER NOT NULL
);
CREATE TABLE "outbox" (
   "id" TEXT PRIMARY KEY,
   "kind" TEXT NOT NULL,
   "way" TEXT NOT NULL,
   "recipient" TEXT NOT NULL,
   "subject" TEXT,
   "body" TEXT NOT NULL,
   "conversation" TEXT,
   "key" TEXT,
   "state" TEXT NOT NULL,
   "attempts" INTEGER,
   "due_at" INTEGER,
   "error" TEXT,
   "created_at" INTEGER,
   "sent_at" INTEGER
);
CREATE TABLE "owed" (
   "turn" TEXT PRIMARY KEY,
   "conversation" TEXT NOT NULL,
   "epoch" INTEGER,
   "due_at" INTEGER,
   "attempts" INTEGER
);
INSERT INTO "owed" VALUES('c1-t5','c1',1,1007,0);
INSERT INTO "owed" VALUES('c2-t5','c2',2,1008,0);
INSERT INTO "owed" VALUES('c3-t5','c3',1,1007,0);
CREATE TABLE "preferences" (
   "user" TEXT PRIMARY KEY,
   "value" TEXT
);
CREATE TABLE "reached" (
   "conversation" TEXT PRIMARY KEY,
   "read" INTEGER,
   "mailed" INTEGER
);
CREATE TABLE "sessions" (
   "hash" TEXT PRIMARY KEY,
   "user" TEXT,
   "created_at" INTEGER,
   "expires_at" INTEGER
);
CREATE TABLE "timers" (
   "conversation" TEXT,
   "kind" TEXT,
   "epoch" INTEGER NOT NULL,
   "of_at" INTEGER NOT NULL,
   "due_at" INTEGER NOT NULL,
   PRIMARY KEY ("conversation", "kind")
);
CREATE TABLE "users" (
   "id" TEXT PRIMARY KEY,
   "login" TEXT,
   "name" TEXT,
   "role" TEXT,
   "password" TEXT,
   "created_at" INTEGER,
   "disabled_at" INTEGER
, "email" TEXT, "departments" TEXT, "skills" TEXT, "languages" TEXT, "capacity" REAL);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE UNIQUE INDEX events_client on events (conversation, client_id) where client_id is not null;
CREATE TRIGGER events_no_delete before delete on events begin select raise(abort, 'the log is append-only'); end;
CREATE TRIGGER events_no_change before update of conversation, seq, at, kind, version, client_id, data on events begin select raise(abort, 'the log is append-only'); end;
CREATE INDEX "idx_conversations_customer_updated_at"
    ON "conversations" ("customer", "updated_at");
CREATE INDEX "idx_conversations_state_priority_waiting_since"
    ON "conversations" ("state", "priority", "waiting_since");
CREATE INDEX "idx_conversations_agent_state"
    ON "conversations" ("agent", "state");
CREATE INDEX "idx_owed_due_at"
    ON "owed" ("due_at");
CREATE UNIQUE INDEX "idx_users_login"
    ON "users" ("login");
CREATE INDEX "idx_arrangements_section_version"
    ON "arrangements" ("section", "version");
CREATE UNIQUE INDEX "idx_outbox_key"
    ON "outbox" ("key");
CREATE INDEX "idx_outbox_state_due_at"
    ON "outbox" ("state", "due_at");
CREATE INDEX conversations_by_email on conversations (updated_at) where fold ->> '$.email' is not null;
CREATE INDEX "idx_timers_due_at"
    ON "timers" ("due_at");
CREATE INDEX conversations_ringing on conversations (id) where fold ->> '$.ringing' is not null;
CREATE INDEX "idx_conversations_state_behind_priority_waiting_since"
    ON "conversations" ("state", "behind", "priority", "waiting_since");
COMMIT;
