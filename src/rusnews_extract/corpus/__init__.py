"""What needs all documents: duplicates, the catalogue of entities, clusters of events.

A second, small phase over the keys that shards write (names, event signatures, MinHash signatures), never over texts.
"""
