"""What supervisors see: how it goes now, and how it went. Definitions stand in docs/reports.md."""
