"""From the network into the store, with a count of everything that is lost on the way."""
