"""The world of the trust tests: one dossier in every state, and everybody who might look at it.

Actors are named by where they stand towards the ward (phường Yên Giang) that owns the dossiers: own, child, parent,
grandparent, sibling, foreign, merged-away, successor's neighbours, nobody.
"""

from dataclasses import dataclass, field
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kheo.exemplars import actions as exemplars
from kheo.imports import actions as imports
from kheo.imports.enums import ImportKind
from kheo.kernel import clock, periods
from kheo.recognitions import actions as recognitions
from kheo.units import actions as units
from tests.factories import (
    MembershipFactory,
    PersonFactory,
    RecognitionFactory,
    RegistrationFactory,
    RoundFactory,
    UnitFactory,
)
from tests.story import filled_draft

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass
class World:
    """People by actor name, and records by what they are."""

    people: dict = field(default_factory=dict)
    units: dict = field(default_factory=dict)
    things: dict = field(default_factory=dict)
    visitors: dict = field(default_factory=dict)

    def __getattr__(self, name):
        for shelf in (self.things, self.units, self.people):
            if name in shelf:
                return shelf[name]
        raise AttributeError(name)

    def visitor(self, actor):
        """A browser in which the actor is signed in, kept for the whole matrix; `anonymous` is nobody."""
        if actor not in self.visitors:
            self.visitors[actor] = Client()
            if actor != "anonymous":
                self.visitors[actor].force_login(self.people[actor])
        return self.visitors[actor]

    def has(self, name):
        return name in self.things or name in self.units or name in self.people


def build(story):
    """Play the world with the verbs on top of the story's units."""
    world = World()
    world.units.update(
        province=story.province, district=story.district, ward=story.ward, sibling=story.sibling, foreign=story.foreign,
        child=UnitFactory(code="YG-K1", name="Khu 1", level="grassroots", kind="residential", parent=story.ward),
        merged=UnitFactory(
            code="YG-OLD", name="Xã Yên Giang cũ", parent=story.district,
            during=periods.period(date(2000, 1, 1), date(2023, 12, 31)),
        ),
    )  # fmt: skip
    units.succeed(world.merged, story.ward, on=date(2024, 1, 1), by=None)
    world.people.update(
        own_clerk=story.lan, own_head=story.dung, parent_reviewer=story.minh, grandparent_reviewer=story.hoa,
        grandparent_keeper=story.nga, foreign_reviewer=story.stranger,
        own_viewer=_member(story.ward, "viewer"), own_keeper=_member(story.ward, "keeper"),
        own_reviewer=_member(story.ward, "reviewer"),
        parent_secretary=_member(story.district, "council_secretary"), parent_viewer=_member(story.district, "viewer"),
        parent_clerk=_member(story.district, "clerk"),
        grandparent_steering=_member(story.province, "steering_committee"),
        sibling_clerk=_member(story.sibling, "clerk"), sibling_reviewer=_member(story.sibling, "reviewer"),
        child_clerk=_member(world.units["child"], "clerk"),
        foreign_clerk=_member(story.foreign, "clerk"), foreign_keeper=_member(story.elsewhere, "keeper"),
        merged_away_clerk=_member(world.units["merged"], "clerk", until=date(2023, 12, 31)),
        without_office=PersonFactory(),
    )  # fmt: skip
    _dossiers(world, story)
    csv = SimpleUploadedFile("units.csv", b"code,name,kind,level,parent_code\nYG-K2,Khu 2,residential,grassroots,YG\n")
    world.things["batch"] = imports.upload(ImportKind.UNITS, csv, by=world.people["own_keeper"])
    return world


def _dossiers(world, story):
    things = world.things
    things.update(movement=story.movement, round=story.round)
    things["draft"] = filled_draft(story, title="Bản nháp chưa gửi")
    things["membership"] = story.lan.memberships.get()
    things["attached"] = exemplars.attach(things["draft"], SimpleUploadedFile("bien-ban.pdf", PDF), by=story.lan)
    things["file"] = things["attached"].file
    things["sent"] = exemplars.submit(filled_draft(story, title="Mô hình đã gửi"), by=story.lan)
    returned = exemplars.submit(filled_draft(story, title="Mô hình trả lại"), by=story.lan)
    exemplars.return_for_changes(returned, reason="Thiếu ảnh hiện trường.", section="files", by=story.minh)
    things["returned"] = returned
    for name, title in (
        ("accepted", "Mô hình đã nhận"),
        ("weighed", "Mô hình đang xét"),
        ("recognised", "Mô hình công nhận"),
    ):
        registration = exemplars.submit(filled_draft(story, title=title), by=story.lan)
        exemplars.accept(registration, by=story.minh)
        things[name] = registration
    consideration = recognitions.consider(story.district, story.round, by=story.minh)
    for name in ("accepted", "weighed"):
        recognitions.not_recognise(consideration, things[name], reason="Chưa có số liệu.", by=story.minh)
    recognitions.recognise(consideration, things["recognised"], by=story.minh)
    things["concluded"] = recognitions.conclude(consideration, number="15-QĐ/TU", on=clock.today(), by=story.minh)
    things["proposal"] = recognitions.propose_upward(
        story.district, story.round, [things["recognised"]], by=story.minh
    )[0]
    for name in ("accepted", "weighed"):
        registration = exemplars.submit(filled_draft(story, title=f"{name} lần hai"), by=story.lan)
        exemplars.accept(registration, by=story.minh)
        things[name] = registration
    things["open"] = recognitions.consider(story.district, story.round, by=story.minh)
    things["outcome"] = recognitions.not_recognise(
        things["open"], things["weighed"], reason="Kết quả chưa rõ.", by=story.minh
    )
    things["forgoing"] = _forgoing(story)


def _forgoing(story):
    """In the year before, the district recognised one of the ward's and said that it proposes nothing."""
    year = RoundFactory(
        movement=story.movement, code="2023", name="Năm 2023", starts=date(2023, 1, 1), ends=date(2023, 12, 31)
    )
    earlier = RegistrationFactory(
        unit=story.ward, receiver=story.district, round=year, status="accepted", title="Mô hình năm trước"
    )
    RecognitionFactory(registration=earlier, unit=story.district)
    return recognitions.forgo_proposal(story.district, year, reason="Cần thêm một năm thử thách.", by=story.minh)


def _member(unit, role, until=None):
    person = PersonFactory()
    MembershipFactory(person=person, unit=unit, role=role, during=periods.period(date(2000, 1, 1), until))
    return person
