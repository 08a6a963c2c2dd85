"""How fast lookup answers over a large register, measured over HTTP and beside a peer on the same data."""
