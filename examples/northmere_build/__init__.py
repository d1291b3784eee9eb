"""Makes the files of examples/northmere."""
