BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'knowledge','m001_articles','2026-11-22 01:59:23.324589+00:00');
CREATE TABLE "active" (
   "one" INTEGER PRIMARY KEY,
   "release" INTEGER,
   "since" INTEGER
);
INSERT INTO "active" VALUES(1,1,1795312763339);
CREATE TABLE "articles" (
   "id" TEXT PRIMARY KEY,
   "topic" TEXT NOT NULL,
   "created_at" INTEGER,
   "retired" INTEGER
);
INSERT INTO "articles" VALUES('one','topic',1795312763325,NULL);
CREATE TABLE "releases" (
   "id" INTEGER PRIMARY KEY,
   "created_at" INTEGER,
   "author" TEXT,
   "note" TEXT,
   "model" TEXT,
   "learned" TEXT,
   "articles" TEXT,
   "texts" TEXT
);
INSERT INTO "releases" VALUES(1,1795312763337,'Ada','first','m.tar.gz','7a00b8c4bb32033f','{"one": 1}','{"greeting": ["Hello, I''m Baton, the **automatic assistant** here. Ask me anything about your order, delivery or returns. You can have a person at any time."], "greet": ["Hello! What can I do for you?", "Hi there! How can I help?"], "goodbye": ["Goodbye, and thank you for writing.", "Take care! I''m here whenever you need something."], "thanks": ["You''re welcome. Is there anything else?", "Glad that helped. Anything else?"], "affirm": ["All right. What would you like to know?"], "deny": ["All right. If something else comes up, just write."], "how_are_you": ["Everything is running well here, thank you. What can I do for you?"], "bot_challenge": ["I''m an automatic assistant, not a person. If you would rather talk to one of my colleagues, just say so."], "capabilities": ["I can answer questions about delivery, returns, payment, your account, products and our stores, and I can look up where an order is. When I can''t help, a colleague takes over."], "praise": ["Thank you, that is good to hear. I''ll pass it on to the team."], "complaint": ["I''m sorry this has gone wrong for you. Tell me what happened, or say the word and a colleague takes over.", "I''m sorry. That is not how it should be. What happened? A colleague can take over at any time."], "abuse": ["I understand that you''re upset. I''d like to help, or I can fetch a colleague."], "miss": ["I''m sorry, I don''t know the answer to that. Could you say it in other words?", "I''m not sure I understood. Could you put it differently?"], "none_of_these": ["Sorry, then I misunderstood. Could you describe it in other words?"], "ask_which": ["Just to be sure: which of these do you mean?", "Which of these comes closest?"], "offer_person": ["Shall I fetch a colleague who can look into it?"], "yes_please": ["Yes, please"], "no_thanks": ["No, thanks"], "none_of_these_option": ["None of these"], "ask_order_number": ["Which order is it? The number looks like BW-10234 and stands in your confirmation e-mail."], "ask_email": ["And which e-mail address did you order with? I need it to be sure the order is yours."], "order_processing": ["Order **{order}** ({items}) is being packed. It should be with you on **{day}**."], "order_shipped": ["Order **{order}** ({items}) is on its way and should arrive on **{day}**. The tracking link is in your dispatch e-mail."], "order_late": ["Order **{order}** ({items}) should have arrived on **{day}**. I''m sorry that it is late. Shall I fetch a colleague who can have the carrier search for it?"], "order_delivered": ["Order **{order}** ({items}) was delivered on **{day}**. If it is not there, tell me and we look into it."], "order_cancelled": ["Order **{order}** ({items}) is cancelled. Nothing more will be charged."], "order_returned": ["Your return of order **{order}** ({items}) has arrived with us; the refund is on its way the way you paid."], "order_not_found": ["I can''t find an order **{order}** with that e-mail address. Please check both, or ask me for a colleague."], "handoff_customer_request": ["Of course. I''m fetching a colleague; they can read everything we have written, so you need not repeat it."], "handoff_frustration": ["I''m sorry this has been so frustrating. A colleague takes over now. They see our whole conversation, so you need not say anything twice."], "handoff_complexity": ["There is a lot in this, and you should get a good answer. A colleague takes over and sees everything you wrote."], "handoff_low_confidence": ["I don''t want to guess. A colleague takes over and sees everything you wrote."], "handoff_repeated_question": ["I''m sorry, I''m not getting you any further. A colleague takes over and sees everything you wrote."], "handoff_missing_knowledge": ["I don''t know this one, and I don''t want to guess. A colleague takes over and sees everything you wrote."], "handoff_policy_limit": ["That is for a colleague to decide. I''m fetching one; they see everything you wrote."], "handoff_risk": ["This is important, and a person should look at it at once. I''m fetching a colleague now."], "handoff_vip_rule": ["I''m fetching a colleague for you; they see everything you wrote."], "handoff_bot_unavailable": ["I''m having a technical problem, sorry. I''m fetching a colleague; nothing you wrote is lost."], "handoff_tool_failure": ["I can''t look that up right now, sorry. I''m fetching a colleague who can."], "handoff_agent_takeover": ["A colleague takes over."], "handoff_promise_due": ["A colleague comes back to what we promised you."], "handoff_feedback": ["A colleague would like to put this right."], "agent_joined": ["{name} has joined and has read the conversation."], "agent_left": ["{name} had to leave. You keep your place, and the next colleague reads everything."], "handed_back": ["The assistant is back. What else can I do for you?"], "closed_by_agent": ["{name} has ended the conversation. You can write again at any time."], "closed_by_customer": ["You have ended the conversation. You can write again at any time."], "reopened": ["Welcome back. We go on where we were."], "left_queue": ["All right, I''m back. What can I do for you?"]}');
CREATE TABLE "trainings" (
   "release" INTEGER PRIMARY KEY,
   "state" TEXT,
   "detail" TEXT,
   "changed_at" INTEGER
);
CREATE TABLE "versions" (
   "article" TEXT REFERENCES "articles"("id"),
   "version" INTEGER,
   "title" TEXT,
   "answer" TEXT,
   "questions" TEXT,
   "author" TEXT,
   "created_at" INTEGER,
   PRIMARY KEY ("article", "version")
);
INSERT INTO "versions" VALUES('one',1,'One?','Yes.','["one", "is it one"]','Ada',1795312763325);
INSERT INTO "versions" VALUES('one',2,'One?','No.','["one"]','Ada',1795312763341);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
COMMIT;
