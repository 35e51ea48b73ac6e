"""Where the agreed slipped, why, and what is done about it. Counts no refused consent as a failure."""
