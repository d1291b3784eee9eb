"""The command line: a command parses, calls one library function and prints. One file a group of commands."""
