"""The privacy officer's desk: what is held, what is due, and the papers that must be on file."""
