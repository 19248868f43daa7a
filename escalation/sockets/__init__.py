"""Socket.IO namespaces: thin shells around the service."""
