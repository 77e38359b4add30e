"""The steps of the pipeline: pure functions that never import one another."""
