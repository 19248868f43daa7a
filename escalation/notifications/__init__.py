"""What goes out: emails by SMTP and signed webhooks, kept in an outbox until they are delivered."""
