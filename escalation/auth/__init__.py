"""Who may do what: customers by opaque token, colleagues by session, everything through one funnel."""
