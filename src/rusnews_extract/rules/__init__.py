"""Rules and word lists as data, and their loaders."""
