"""Records and judgements become a graph: pure functions, Arrow in, Arrow out; this room knows no store.

`current` picks the rows that count; `entities` decides which records are one body; `places`, `needs` and `settings`
read what texts mean; `derive` draws the graph tables from all of it with the SQL files beside it.
"""
