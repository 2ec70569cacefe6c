"""Scripts of families of measures."""
