"""Programs that embed bzr, each on a framework as it is; their tests run with all others."""
