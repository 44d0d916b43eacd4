"""Laws: what holds for every history and every rulebook, tried on generated ones."""
