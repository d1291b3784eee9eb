"""What people look at: the page shell, charts, the layout of a map and the offline map itself."""
