"""Groups of records that are one body: a union of pairs that never breaks a rule.

Verdicts come first. Machine matches follow, most probable first; one is left out where it would join two records that a
verdict calls different, or two different valid identifiers of one register. That is the same as cutting matches, least
probable first, until such records part.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Pair:
    """Two records and how sure the matcher is; `reasons` in words."""

    left: str
    right: str
    probability: float
    reasons: tuple[str, ...] = ()


@dataclass
class Components:
    """Disjoint groups of records under rules.

    Attributes
    ----------
    identifiers : record -> {register: identifier} of its valid identifiers
    accepted : pairs that joined something, with the reason in words
    contradictions : pairs called different that verdicts alone hold together
    """

    identifiers: Mapping[str, Mapping[str, str]]
    accepted: dict[tuple[str, str], str] = field(default_factory=dict)
    contradictions: list[tuple[str, str]] = field(default_factory=list)
    _parent: dict[str, str] = field(default_factory=dict)
    _registers: dict[str, dict[str, str]] = field(default_factory=dict)
    _enemies: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def find(self, record: str) -> str:
        """Give the representative of the record's group."""
        root = record
        while self._parent.get(root, root) != root:
            root = self._parent[root]
        while self._parent.get(record, record) != root:
            self._parent[record], record = root, self._parent[record]
        return root

    def _known(self, root: str) -> dict[str, str]:
        return self._registers.setdefault(root, dict(self.identifiers.get(root, {})))

    def _union(self, left: str, right: str) -> None:
        keep, gone = sorted((self.find(left), self.find(right)))
        if keep == gone:
            return
        known = {**self._known(gone), **self._known(keep)}
        self._parent[gone] = keep
        self._parent.setdefault(keep, keep)
        self._registers[keep] = known
        for enemy in self._enemies.pop(gone, set()):
            self._enemies[enemy].discard(gone)
            self._enemies[enemy].add(keep)
            self._enemies[keep].add(enemy)

    def _may_join(self, left: str, right: str) -> bool:
        one, other = self.find(left), self.find(right)
        if other in self._enemies.get(one, ()):
            return False
        theirs = self._known(other)
        return all(theirs.get(register, identifier) == identifier for register, identifier in self._known(one).items())

    def add_verdicts(self, same: Iterable[tuple[str, str]], different: Iterable[tuple[str, str]]) -> None:
        """Join what people called the same, and remember what they called different."""
        for left, right in sorted(same):
            self._union(left, right)
            self.accepted[left, right] = "people said: the same"
        for left, right in sorted(different):
            one, other = self.find(left), self.find(right)
            if one == other:
                self.contradictions.append((left, right))
            else:
                self._enemies[one].add(other)
                self._enemies[other].add(one)

    def add_matches(self, pairs: Iterable[Pair]) -> None:
        """Join by machine matches, most probable first; a tie goes by record ids."""
        for pair in sorted(pairs, key=lambda p: (-p.probability, p.left, p.right)):
            if self.find(pair.left) != self.find(pair.right) and self._may_join(pair.left, pair.right):
                self._union(pair.left, pair.right)
                self.accepted[pair.left, pair.right] = "; ".join(pair.reasons)
