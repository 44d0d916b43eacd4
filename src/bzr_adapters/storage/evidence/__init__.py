"""What proves that nothing was altered (防改证据): chains, the tree over them, signed checkpoints, and whoever verifies."""
