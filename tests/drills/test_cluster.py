"""The cluster's drill, without the cluster: its templates have no name left open, and its ledger counts right.

The drill itself needs etcd, HAProxy, PgBouncer and some minutes: `python -m drills.cluster`.
"""

import re
from pathlib import Path

import pytest
import yaml

from drills.cluster import nodes, templates
from drills.cluster.ledger import Ledger
from drills.cluster.processes import Machine

PROJECT = Path(__file__).parents[2]
PLACE = "/exemplars/7/tasks/"


class TestTemplates:
    """What is documented is what is drilled: both fill the same files with the same names."""

    def test_every_name_has_a_proposed_value_and_none_is_superfluous(self):
        used = set()
        for template in templates.templates():
            used |= set(re.findall(r"\$\{(\w+)\}", (templates.FOLDER / template).read_text()))
        assert used == set(templates.names())

    @pytest.mark.parametrize("template", templates.templates())
    def test_filled_they_have_no_name_left(self, template):
        text = templates.filled(template, templates.names())
        assert "$" not in text
        if template.endswith(".yml"):
            assert yaml.safe_load(text)["name"] == "db1"

    def test_the_drill_knows_every_name(self, tmp_path, monkeypatch):
        monkeypatch.setattr(Machine, "give", lambda machine, place: None)
        cluster = nodes.Cluster.__new__(nodes.Cluster)
        cluster.machine, cluster.programs = Machine(tmp_path, "postgres"), {"bin": "/usr/lib/postgresql/15/bin"}
        cluster.ports = {name: dict.fromkeys(("pg", "rest", "client", "peer"), 1) for name in nodes.NAMES}
        cluster.primary_port = cluster.replica_port = cluster.pool_port = 1
        cluster.passwords = dict.fromkeys(("SUPERUSER", "REPLICATION", "KHEO"), "word")
        assert set(cluster.values("db1")) == set(templates.names())

    def test_no_promise_of_the_cluster_is_switched_off(self):
        dcs = yaml.safe_load(templates.filled("patroni.yml", templates.names()))["bootstrap"]["dcs"]
        assert (dcs["synchronous_mode"], dcs["failsafe_mode"], dcs["ttl"]) == (True, True, 20)
        parameters = dcs["postgresql"]["parameters"]
        assert {parameters[name] for name in ("fsync", "full_page_writes", "synchronous_commit")} == {"on"}


class TestLedger:
    """Acknowledged is what was answered with its place; everything else is unclear, and asked again."""

    def written(self, *answers, began=(1.0,)):
        ledger = Ledger()
        write = ledger.open("Drill w1 1")
        write.began = list(began)
        self.left = [write.hear(*answer) for answer in answers]
        return ledger

    def test_acknowledged_and_there_once(self):
        sum_ = self.written((302, PLACE, 2.0)).balance({"Drill w1 1": [1.5]})
        assert (sum_.acknowledged, sum_.unknown, sum_.broken, self.left) == (1, 0, [], [False])

    def test_acknowledged_and_not_there_is_lost(self):
        sum_ = self.written((302, PLACE, 2.0)).balance({})
        assert sum_.lost == ["Drill w1 1"]
        assert sum_.broken == ["1 acknowledged writes are lost: ['Drill w1 1']"]

    def test_there_twice_is_broken_whether_acknowledged_or_not(self):
        for answers in ([(302, PLACE, 2.0)], [(0, "", 2.0)]):
            assert self.written(*answers).balance({"Drill w1 1": [1.5, 1.6]}).doubled == ["Drill w1 1"]

    @pytest.mark.parametrize("status", [0, 500, 502, 503, 504])
    def test_no_clear_answer_is_asked_again(self, status):
        ledger = self.written((status, "", 2.0))
        assert self.left == [True]
        assert (ledger.balance({}).unknown, ledger.balance({}).broken) == (1, [])
        assert ledger.balance({"Drill w1 1": [1.5]}).unknown_kept == 1

    def test_what_had_been_committed_before_it_was_asked_again_is_counted(self):
        ledger = self.written((0, "", 2.0), (302, PLACE, 9.0), began=(1.0, 8.0))
        assert (ledger.balance({"Drill w1 1": [1.5]}).asked_again, self.left) == (1, [True, False])
        assert ledger.balance({"Drill w1 1": [1.5]}).had_been_kept == 1
        assert ledger.balance({"Drill w1 1": [8.5]}).had_been_kept == 0

    @pytest.mark.parametrize(("status", "place"), [(400, ""), (403, ""), (409, ""), (302, "/accounts/login/")])
    def test_a_refusal_means_that_the_drill_is_wrong(self, status, place):
        sum_ = self.written((status, place, 2.0)).balance({})
        assert (sum_.acknowledged, sum_.unknown, len(sum_.broken), self.left) == (0, 0, 1, [False])

    def test_seconds_without_writes_are_those_around_the_kill(self):
        ledger = Ledger()
        for at in (0.0, 15.0, 15.5, 36.0, 36.5, 90.0):
            ledger.open("Drill").hear(302, PLACE, at)
        assert ledger.silence_after(15.3) == 20.5
        assert ledger.silence_after(200) == float("inf")
