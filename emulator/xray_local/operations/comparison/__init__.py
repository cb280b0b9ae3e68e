"""Two sets of traces beside each other, and what tells them apart."""
