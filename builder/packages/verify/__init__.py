"""Is this package sound? Reads any package as it is, ours or anybody's, and yields findings; nothing is unpacked."""
