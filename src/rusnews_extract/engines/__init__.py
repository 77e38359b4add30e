"""Ways to map a shard over many processes or machines."""
