BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'knowledge','m001_articles','2026-11-24 19:03:52.775776+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'knowledge','m002_steps','2026-11-24 19:03:52.776343+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'knowledge','m003_desk','2026-11-24 19:03:52.778819+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'knowledge','m004_translations','2026-11-24 19:03:52.779576+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'knowledge','m005_marks','2026-11-24 19:03:52.780175+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'knowledge','m006_gate','2026-11-24 19:03:52.781038+00:00');
CREATE TABLE "active" (
   "one" INTEGER PRIMARY KEY,
   "release" INTEGER,
   "since" INTEGER
, "candidate" INTEGER, "share" INTEGER, "tried_since" INTEGER);
INSERT INTO "active" VALUES(1,1,1795547032796,NULL,NULL,NULL);
CREATE TABLE "articles" (
   "id" TEXT PRIMARY KEY,
   "topic" TEXT NOT NULL,
   "created_at" INTEGER,
   "retired" INTEGER
, "owner" TEXT, "review_on" TEXT, "language" TEXT, "publish_at" INTEGER, "expires_at" INTEGER, "translates" TEXT, "stopped" TEXT);
INSERT INTO "articles" VALUES('one','topic',1795547032781,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE "audit" (
   "id" INTEGER PRIMARY KEY,
   "at" INTEGER NOT NULL,
   "who" TEXT NOT NULL,
   "deed" TEXT NOT NULL,
   "subject" TEXT NOT NULL,
   "reason" TEXT NOT NULL,
   "detail" TEXT NOT NULL
);
CREATE TABLE "drafts" (
   "article" TEXT,
   "author" TEXT,
   "base" INTEGER,
   "data" TEXT,
   "changed_at" INTEGER,
   PRIMARY KEY ("article", "author")
);
CREATE TABLE "exam_marks" (
   "conversation" TEXT,
   "seq" INTEGER,
   "right" TEXT NOT NULL,
   "author" TEXT,
   "created_at" INTEGER,
   PRIMARY KEY ("conversation", "seq")
);
CREATE TABLE "exam_questions" (
   "text" TEXT PRIMARY KEY,
   "article" TEXT,
   "source" TEXT,
   "author" TEXT,
   "created_at" INTEGER
);
CREATE TABLE "facts" (
   "name" TEXT PRIMARY KEY,
   "value" TEXT NOT NULL,
   "about" TEXT,
   "author" TEXT,
   "changed_at" INTEGER
);
CREATE TABLE "feedback" (
   "article" TEXT,
   "version" INTEGER,
   "helpful" INTEGER,
   "day" TEXT,
   "times" INTEGER,
   PRIMARY KEY ("article", "version", "helpful", "day")
);
CREATE TABLE "gap_decisions" (
   "conversation" TEXT,
   "seq" INTEGER,
   "decision" TEXT NOT NULL,
   "article" TEXT,
   "reason" TEXT,
   "author" TEXT,
   "decided_at" INTEGER,
   PRIMARY KEY ("conversation", "seq")
);
CREATE TABLE "releases" (
   "id" INTEGER PRIMARY KEY,
   "created_at" INTEGER,
   "author" TEXT,
   "note" TEXT,
   "model" TEXT,
   "learned" TEXT,
   "articles" TEXT,
   "texts" TEXT
, "facts" TEXT NOT NULL DEFAULT '{}', "report" TEXT, "hold" INTEGER NOT NULL DEFAULT 0, "overruled" TEXT);
INSERT INTO "releases" VALUES(1,1795547032795,'Ada','first','m.tar.gz','7a00b8c4bb32033f','{"one": 1}','{"greeting": ["Hello, I''m Baton, the **automatic assistant** here. Ask me anything about your order, delivery or returns. You can have a person at any time."], "greet": ["Hello! What can I do for you?", "Hi there! How can I help?"], "goodbye": ["Goodbye, and thank you for writing.", "Take care! I''m here whenever you need something."], "thanks": ["You''re welcome. Is there anything else?", "Glad that helped. Anything else?"], "affirm": ["All right. What would you like to know?"], "deny": ["All right. If something else comes up, just write."], "how_are_you": ["Everything is running well here, thank you. What can I do for you?"], "bot_challenge": ["I''m an automatic assistant, not a person. If you would rather talk to one of my colleagues, just say so."], "capabilities": ["I can answer questions about delivery, returns, payment, your account, products and our stores, and I can look up where an order is, cancel it, change where it goes or start a return. When I can''t help, a colleague takes over."], "praise": ["Thank you, that is good to hear. I''ll pass it on to the team."], "complaint": ["I''m sorry this has gone wrong for you. Tell me what happened, or say the word and a colleague takes over.", "I''m sorry. That is not how it should be. What happened? A colleague can take over at any time."], "abuse": ["I understand that you''re upset. I''d like to help, or I can fetch a colleague."], "miss": ["I''m sorry, I don''t know the answer to that. Could you say it in other words?", "I''m not sure I understood. Could you put it differently?"], "none_of_these": ["Sorry, then I misunderstood. Could you describe it in other words?"], "ask_which": ["Just to be sure: which of these do you mean?", "Which of these comes closest?"], "offer_person": ["Shall I fetch a colleague who can look into it?"], "acknowledge_again": ["Sorry that you have to ask again.", "You said that before, and I''m sorry it takes another try."], "acknowledge_let_down": ["I''m sorry, that is not how it should be.", "I understand that this is annoying, and I''m sorry.", "I''m sorry that we let you down there."], "acknowledge_wrong": ["Sorry, then I got that wrong.", "Thanks for putting me right."], "acknowledge_upset": ["I''m sorry that this is causing you trouble.", "That sounds frustrating, I''m sorry."], "offer_language": ["I''m sorry, I only understand English well. Shall I fetch a colleague?"], "offer_language_de": ["Leider verstehe ich nur Englisch gut. Soll ich jemanden aus dem Team holen? (Shall I fetch a colleague?)"], "offer_language_fr": ["Désolé, je ne comprends bien que l''anglais. Voulez-vous parler à un collègue ? (Shall I fetch a colleague?)"], "offer_language_es": ["Lo siento, solo entiendo bien el inglés. ¿Aviso a una persona del equipo? (Shall I fetch a colleague?)"], "offer_language_it": ["Mi dispiace, capisco bene solo l''inglese. Chiamo un collega? (Shall I fetch a colleague?)"], "offer_language_nl": ["Sorry, ik begrijp alleen Engels goed. Zal ik een collega erbij halen? (Shall I fetch a colleague?)"], "offer_language_pt": ["Desculpe, só entendo bem inglês. Quer que eu chame um colega? (Shall I fetch a colleague?)"], "offer_language_pl": ["Przepraszam, dobrze rozumiem tylko angielski. Czy poprosić kogoś z zespołu? (Shall I fetch a colleague?)"], "guide_solved": ["Good to hear that it works. Is there anything else?"], "guide_again": ["I''m not sure I understood. Please choose one of these, or tell me what else you see."], "yes_please": ["Yes, please"], "no_thanks": ["No, thanks"], "none_of_these_option": ["None of these"], "ask_order_number": ["Which order is it? The number looks like BW-10234 and stands in your confirmation e-mail."], "ask_email": ["And which e-mail address did you order with? I need it to be sure the order is yours."], "order_processing": ["Order **{order}** ({items}) is being packed. It should be with you on **{day}**."], "order_shipped": ["Order **{order}** ({items}) is on its way and should arrive on **{day}**. The tracking link is in your dispatch e-mail."], "order_late": ["Order **{order}** ({items}) should have arrived on **{day}**. I''m sorry that it is late. Shall I fetch a colleague who can have the carrier search for it?"], "order_delivered": ["Order **{order}** ({items}) was delivered on **{day}**. If it is not there, tell me and we look into it."], "order_cancelled": ["Order **{order}** ({items}) is cancelled. Nothing more will be charged."], "order_returned": ["Your return of order **{order}** ({items}) has arrived with us; the refund is on its way the way you paid."], "order_return_started": ["Your return of order **{order}** ({items}) is registered and we are waiting for the parcel."], "ask_address": ["What is the new address? Please write street and number, postcode and town in one line."], "confirm_cancel": ["Shall I cancel order **{order}** ({items})? You get {total} back the way you paid."], "confirm_return": ["Shall I register the return of order **{order}** ({items})? Within the country it is free, and you get {total} back once we have checked it."], "confirm_readdress": ["Shall I send order **{order}** ({items}) to **{address}**?"], "done_cancel": ["Done: order **{order}** ({items}) is cancelled, and you get {total} back. If you change your mind, tell me within {minutes} minutes."], "done_return": ["Done: the return of order **{order}** ({items}) is registered. The label is under *My orders*. If you change your mind, tell me within {minutes} minutes."], "done_readdress": ["Done: order **{order}** ({items}) goes to **{address}**. If that was a mistake, tell me within {minutes} minutes."], "undone_cancel": ["Taken back: order **{order}** ({items}) is being packed again."], "undone_return": ["Taken back: the return of order **{order}** ({items}) is no longer registered."], "undone_readdress": ["Taken back: order **{order}** ({items}) goes to **{address}** again."], "job_declined": ["All right, nothing has been changed."], "nothing_to_undo": ["I have changed nothing in this conversation that I could take back. What would you like to do?"], "undo_too_late": ["I can''t take that back any more. Shall I fetch a colleague who can look into it?"], "undo_option": ["Undo that"], "start_cancel": ["Cancel an order"], "start_return": ["Start a return"], "start_readdress": ["Change an address"], "start_status": ["Where is my order?"], "cancel_shipped": ["Order **{order}** ({items}) is already on its way, so I can''t stop it. Refuse the parcel at the door, or send it back free of charge when it comes."], "cancel_delivered": ["Order **{order}** ({items}) has been delivered, so it can''t be cancelled. You can send it back."], "cancel_cancelled": ["Order **{order}** ({items}) is cancelled already. Nothing more will be charged."], "cancel_return_started": ["Order **{order}** ({items}) is delivered, and its return is registered already."], "cancel_returned": ["Order **{order}** ({items}) has come back to us already; the refund is on its way the way you paid."], "return_processing": ["Order **{order}** ({items}) has not left yet, so there is nothing to send back. You can still cancel it."], "return_shipped": ["Order **{order}** ({items}) is still on its way. I can register the return once it has arrived."], "return_cancelled": ["Order **{order}** ({items}) was cancelled, so there is nothing to send back."], "return_return_started": ["The return of order **{order}** ({items}) is registered already. The label is under *My orders*."], "return_returned": ["Order **{order}** ({items}) has come back to us already; the refund is on its way the way you paid."], "readdress_shipped": ["Order **{order}** ({items}) is already on its way, so I can''t change the address. Shall I fetch a colleague who can ask the carrier?"], "readdress_delivered": ["Order **{order}** ({items}) has been delivered already. If it is not there, shall I fetch a colleague?"], "readdress_cancelled": ["Order **{order}** ({items}) is cancelled, so it goes nowhere."], "readdress_return_started": ["Order **{order}** ({items}) is delivered, and its return is registered."], "readdress_returned": ["Order **{order}** ({items}) has come back to us already."], "order_not_found": ["I can''t find an order **{order}** with that e-mail address. Please check both, or ask me for a colleague."], "file_received": ["Thank you, the file is with our conversation. I can''t read files myself; a colleague can, if you would like one."], "intake_topic": ["While you wait you can tell me in a sentence what it is about; my colleague reads it first. You can also just wait."], "intake_order": ["While you wait: if this is about an order, its number helps my colleague to start at once. You can also just wait."], "handoff_customer_request": ["Of course. I''m fetching a colleague; they can read everything we have written, so you need not repeat it."], "handoff_frustration": ["I''m sorry this has been so frustrating. A colleague takes over now. They see our whole conversation, so you need not say anything twice."], "handoff_complexity": ["There is a lot in this, and you should get a good answer. A colleague takes over and sees everything you wrote."], "handoff_low_confidence": ["I don''t want to guess. A colleague takes over and sees everything you wrote."], "handoff_repeated_question": ["I''m sorry, I''m not getting you any further. A colleague takes over and sees everything you wrote."], "handoff_missing_knowledge": ["I don''t know this one, and I don''t want to guess. A colleague takes over and sees everything you wrote."], "handoff_policy_limit": ["That is for a colleague to decide. I''m fetching one; they see everything you wrote."], "handoff_risk": ["This is important, and a person should look at it at once. I''m fetching a colleague now."], "handoff_risk_self_harm": ["I''m glad you told us, and I''m sorry you feel like this. You don''t have to be alone with it: in an emergency call **112** (or your local number), and at any hour you can talk to someone, in the UK and Ireland at **116 123** (Samaritans), elsewhere at a line from [findahelpline.com](https://findahelpline.com). A colleague of ours is coming now."], "handoff_risk_safety": ["Please make sure first that nobody is in danger, stop using it, and call **112** (or your local number) if anyone is hurt. I''m fetching a colleague now; they see everything you wrote."], "handoff_risk_fraud": ["Please have your bank block the card or account now if it may have been misused. I''m fetching a colleague, who secures your account with us; they see everything you wrote."], "handoff_vip_rule": ["I''m fetching a colleague for you; they see everything you wrote."], "handoff_bot_unavailable": ["I''m having a technical problem, sorry. I''m fetching a colleague; nothing you wrote is lost."], "handoff_tool_failure": ["I can''t get to our order system right now, sorry. I''m fetching a colleague, who checks what happened and puts it right."], "handoff_agent_takeover": ["A colleague takes over."], "handoff_promise_due": ["A colleague comes back to what we promised you."], "handoff_feedback": ["A colleague would like to put this right."], "agent_joined": ["{name} has joined and has read the conversation."], "agent_left": ["{name} has passed your conversation on. You are in the queue, and the next agent can read everything."], "agent_transferred": ["{name} has passed your conversation on to {to}, who can read everything you wrote."], "transfer_waiting": ["{name} has passed your conversation on to {to}, who is not online right now. You are in the queue, and other agents can take over too."], "agent_replaced": ["{name} has taken over from {before} and can read everything you wrote."], "agent_absent": ["{name} has lost the connection. You have priority in the queue now, and the next agent can read everything."], "agent_disabled": ["{name} is no longer available. You have priority in the queue now, and the next agent can read everything."], "reopened_by_agent": ["{name} has reopened the conversation."], "handed_back": ["The assistant is back. What else can I do for you?"], "closed_by_agent": ["{name} has ended the conversation. You can write again at any time."], "closed_by_customer": ["You have ended the conversation. You can write again at any time."], "reopened": ["Welcome back. We go on where we were."], "left_queue": ["All right, I''m back. What can I do for you?"], "correction": ["We told you something that was not right. This is the answer to **{title}** as it should have been:"], "closed_now": ["Nobody of us is here just now; we are back on **{when}**. Your question is in our queue with everything you wrote."], "closed_now_unknown": ["Nobody of us is here just now. Your question is in our queue with everything you wrote."], "email_noted": ["Thank you. When you are not here, our answers also come to {email}."], "email_stopped": ["All right, no more letters. You find our answers here."]}','{}',NULL,0,NULL);
CREATE TABLE "reviews" (
   "article" TEXT,
   "version" INTEGER,
   "asked_by" TEXT,
   "asked_at" INTEGER,
   "decided_by" TEXT,
   "decided_at" INTEGER,
   "approved" INTEGER,
   "note" TEXT,
   PRIMARY KEY ("article", "version")
);
CREATE TABLE "topics" (
   "topic" TEXT PRIMARY KEY,
   "second_person" INTEGER
);
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
   "created_at" INTEGER, "steps" TEXT NOT NULL DEFAULT '',
   PRIMARY KEY ("article", "version")
);
INSERT INTO "versions" VALUES('one',1,'One?','Yes.','["one", "is it one"]','Ada',1795547032781,'');
INSERT INTO "versions" VALUES('one',2,'One?','No.','["one"]','Ada',1795547032796,'');
CREATE TABLE "voice" (
   "key" TEXT PRIMARY KEY,
   "variants" TEXT NOT NULL,
   "author" TEXT,
   "changed_at" INTEGER
);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE TRIGGER audit_keeps_update before update on audit begin select raise(abort, 'the audit log only grows'); end;
CREATE TRIGGER audit_keeps_delete before delete on audit begin select raise(abort, 'the audit log only grows'); end;
COMMIT;
