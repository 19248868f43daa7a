"""What goes out of the house: letters by SMTP and signed webhooks, kept in an outbox until they are delivered."""
