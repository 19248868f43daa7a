"""HTTP: pages, sign-in, the desk's interface, health."""
