"""Who may do what: customers by opaque token, team members by session, everything through one funnel."""
