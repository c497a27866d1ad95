"""The world of the trust tests: one dossier in every state, and everybody who might look at it.

Actors are named by where they stand towards the ward (phường Yên Giang) that owns the dossiers: own, child, parent,
grandparent, sibling, foreign, merged-away, successor's neighbours, nobody.
"""

import uuid
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO

import docx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kheo.awards import actions as awards
from kheo.councils import actions as councils
from kheo.councils.counting import Counts
from kheo.councils.models import Ceremony, Election, Item, Poll, Tally, Teller, Vote, Voter
from kheo.councils.sealed import box
from kheo.criteria import actions as criteria
from kheo.criteria import library
from kheo.documents import actions as documents
from kheo.duplicates import actions as duplicates
from kheo.evaluations import actions as evaluations
from kheo.evidence import actions as evidence
from kheo.exemplars import actions as exemplars
from kheo.imports import actions as imports
from kheo.imports.enums import ImportKind
from kheo.insights import actions as insights
from kheo.kernel import clock, files, periods
from kheo.movements.models import Round
from kheo.progress import actions as progress
from kheo.recognitions import actions as recognitions
from kheo.reorganisations import actions as reorganisations
from kheo.reorganisations import planning
from kheo.replication import actions as replication
from kheo.results import actions as results
from kheo.results import rows as results_rows
from kheo.results.enums import Sheet
from kheo.rollups import actions as rollups
from kheo.rollups import keys, making, sealed
from kheo.units import actions as units
from tests.documents import papers
from tests.evaluations.conftest import assess, marks, send_points, sheet_of
from tests.evaluations.test_self_assess import PNG
from tests.evaluations.test_visits import FOUND
from tests.factories import (
    FrameworkVersionFactory,
    MembershipFactory,
    PersonFactory,
    RecognitionFactory,
    RegistrationFactory,
    RoundFactory,
    UnitFactory,
)
from tests.replication.conftest import send as send_copy
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
    _reorganised(world, story)
    _rolled_up(world, story)
    _awarded(world, story)
    _figures(world, story)
    _frameworks(world, story)
    _judging(world, story)
    _papers(world, story)
    _councils(world, story)
    _copies(world, story)
    _done_together(world, story)
    csv = SimpleUploadedFile("units.csv", b"code,name,kind,level,parent_code\nYG-K2,Khu 2,residential,grassroots,YG\n")
    world.things["official_report"] = insights.close_report(
        story.district, [story.round], "year", by=story.minh, address_of="https://kheo.vn{}".format
    )
    world.things["batch"] = imports.upload(ImportKind.UNITS, csv, by=world.people["own_keeper"])
    return world


def _dossiers(world, story):
    things = world.things
    things.update(movement=story.movement, round=story.round)
    things["draft"] = filled_draft(story, title="Bản nháp chưa gửi")
    things["membership"] = story.lan.memberships.get()
    things["attached"] = evidence.attach(things["draft"], SimpleUploadedFile("bien-ban.pdf", PDF), by=story.lan)
    things["shown"] = evidence.attach(things["draft"], SimpleUploadedFile("san.png", PNG), by=story.lan)
    evidence.open_handoff(things["draft"], by=story.lan)
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


def _copies(world, story):
    """The commune beside the ward copies what the district recognised of it, under a call; nobody has answered it."""
    things, clerk = world.things, world.people["sibling_clerk"]
    things["pattern"] = things["recognised"].exemplar
    told = {"level": "commune", "wanted": 10, "due": clock.today()}
    things["call"] = replication.call(
        story.district, [things["pattern"]], title="Cần 10 đơn vị nhân rộng", by=story.minh, **told
    )
    things["adoption"] = replication.adopt(
        story.sibling, things["pattern"], story.round, changes="Làm theo thôn", starts_on=clock.today(), by=clerk,
        call=things["call"], level="district",
    )  # fmt: skip
    things["copy"] = send_copy(things["adoption"].registration, by=clerk)
    _living_on(world, story)


def _done_together(world, story):
    """The residential area of the ward takes part in one of the ward's works and asks to in another; the town merged
    two others of the ward."""
    things, child, clerk = world.things, world.units["child"], world.people["child_clerk"]
    facts = {"round": story.round, "receiver": story.district, "status": "accepted"}
    for name in ("shared_work", "asked_work", "standing_for_both"):
        things[name] = RegistrationFactory(unit=story.ward, title=f"Mô hình {name}", **facts)
    things["merged_away"] = RegistrationFactory(unit=story.ward, title="Mô hình trùng", **facts)
    things["partaking"] = duplicates.ask_to_join(things["shared_work"], child, task="Góp ngày công", by=clerk)
    duplicates.confirm_joining(things["partaking"], by=story.lan)
    things["asking"] = duplicates.ask_to_join(things["asked_work"], child, task="Góp sơn", by=clerk)
    things["merging"] = duplicates.merge(
        things["standing_for_both"], things["merged_away"], reason="Cùng một tường rào.", by=story.minh
    )


def _living_on(world, story):
    """Three models of the ward, recognised a year ago: asked for its pulse, re-checked, told to go on."""
    year = Round.objects.get(movement=story.movement, code="2023")
    for name in ("lasting", "rechecked", "going_on"):
        earlier = RegistrationFactory(
            unit=story.ward, receiver=story.district, round=year, status="accepted", title=f"Mô hình {name}",
            registered_on=date(2023, 3, 1),
        )  # fmt: skip
        given = RecognitionFactory(registration=earlier, unit=story.district, on=date(2023, 12, 20))
        world.things[name] = given.exemplar
    told = {"running": True, "effect": "Vẫn hoạt động.", "evidence_on": clock.today(), "decision": "maintain"}
    for name in ("rechecked", "going_on"):
        sheet = progress.recheck(world.things[name], story.round, reason="Có hiệu quả.", by=story.lan, **told)
        world.things[f"sheet_{name}"] = sheet
    progress.rule(world.things["sheet_going_on"], by=story.minh)


def _reorganised(world, story):
    """A plan of the province in each state, and a registration that an ended unit left without a holder."""
    things, keeper = world.things, PersonFactory()
    MembershipFactory(person=keeper, unit=story.province, role="keeper")
    gone = UnitFactory(code="TB", name="Xã Tiền Ban", parent=story.province)
    units.close(gone, last_day=date(2024, 10, 31), by=None)
    facts = {"round": story.round, "receiver": story.district, "status": "submitted", "submitted_at": clock.now()}
    things["left_behind"] = RegistrationFactory(unit=gone, **facts)
    ending, heir = (UnitFactory(code=code, parent=story.province) for code in ("KC", "KM"))
    MembershipFactory(person=PersonFactory(), unit=ending, role="viewer")
    how = {"title": "Sắp xếp", "legal_basis": "1679/NQ-UBTVQH15", "on": date(2025, 7, 1), "by": keeper}
    plans = {
        "plan": planning.rename(heir, "Khu Mới"), "plan_proposed": planning.merge([ending], heir),
        "plan_done": [
            planning.founding(code="KN", name="Khu Năm", kind="other", level="commune", under=story.province)
        ],
    }  # fmt: skip
    for name, steps in plans.items():
        things[name] = plan = reorganisations.begin(story.province, **how)
        changes = reorganisations.add(plan, steps, by=keeper)
        reorganisations.rehearse(plan, by=keeper)
        if name == "plan":
            things["plan_change"] = changes[0]
        else:
            things[name] = reorganisations.propose(plan, by=keeper)
    things["plan_stay"] = things["plan_proposed"].stays.get()
    things["plan_done"] = reorganisations.approve(things["plan_done"], by=story.nga)
    things["plan_unit"] = things["plan_done"].changes.get().founded


def _awarded(world, story):
    """A decision of the province's chairman that rewards the ward's accepted model, in the district's list."""
    world.things["award"] = awards.record(
        story.district, story.round, [world.things["accepted"]], form="merit_province", number="155/QĐ-UBND",
        issuer="Chủ tịch UBND tỉnh Quảng Ninh", on=clock.today(), by=story.minh,
    )  # fmt: skip


def _rolled_up(world, story):
    """The district's figures as a signed file, taken by the province's keeper."""
    keeper, content = world.people["grandparent_keeper"], making.content_of(story.district, story.round)
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    rollups.make_key(story.district, by=story.minh)
    world.things["sender"] = rollups.trust(story.district, keys.public(key), by=keeper)
    world.things["rollup"], _new = rollups.take(sealed.seal(content, key), by=keeper)


def _figures(world, story):
    """What the accepted dossier says in figures, a commitment of it, and the movement's indicators."""
    things, steering = world.things, world.people["grandparent_steering"]
    told = [{"key": uuid.uuid4(), **results_rows.read(Sheet.RESULTS, {"words": "Đường bê tông", "value": "326 m"})[0]}]
    results.save_sheet(things["accepted"], Sheet.RESULTS, told, by=story.lan, version=0)
    things["commitment"] = results.commit(
        things["accepted"], name="Mẹ đỡ đầu", began=date(2022, 1, 1), measure="cháu", by=story.lan
    )
    for name, title in (("indicator", "Mét đường"), ("indicator_retired", "Mét lan can")):
        things[name] = results.add_indicator(story.movement, name=title, measure="m", by=steering)
    results.retire_indicator(things["indicator_retired"], by=steering)


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


def _judging(world, story):
    """A round of its own in which the district judges: one subject with its scorers, one at its self-assessment."""
    things, minh, secretary = world.things, story.minh, world.people["parent_secretary"]
    round_ = RoundFactory(movement=story.movement, code="QN-2024-D", name="Đợt chấm 2024")
    sheet = sheet_of(stages=["self", "scoring"])
    version = FrameworkVersionFactory(framework__owner=story.province, sheet=sheet)
    things["procedure"] = evaluations.demand(
        round_, "district", version=version, by=world.people["grandparent_steering"], scorers=2
    )
    for name, code in (("judged", "D-1"), ("assessing", "D-2"), ("asked", "D-3")):
        subject = evaluations.enter_subject(
            round_, story.ward, code=code, title=f"Đối tượng {code}", issuer=story.district, by=minh
        )
        things[name] = evaluations.open_evaluation(subject, story.district, by=minh)
    things["on_the_docket"] = RegistrationFactory(
        unit=story.ward, round=round_, receiver=story.district, code="D-1", title="Đối tượng D-1", status="accepted",
        judged_as=things["judged"].subject,
    )  # fmt: skip
    card = things["judged"].cards.get()
    upload = SimpleUploadedFile("minh-chung.pdf", PDF)
    things["evidence"] = evaluations.add_evidence(card, "A", kind="file", uploaded=upload, by=story.lan)
    assess(things["judged"], story.lan, marks(A=27, B=43, C=17))
    for scorer in (minh, secretary):
        things["assignment"] = evaluations.assign(things["judged"], scorer, by=secretary)
    send_points(things["judged"], secretary, marks(A=27, B=43, C=17))
    things["judged"].refresh_from_db()
    things["assignment"] = things["judged"].assignments.get(scorer=minh)
    things["score_card"] = things["judged"].cards.get(scorer=minh)
    things["told_card"] = things["judged"].cards.get(scorer=secretary)
    things["self_card"] = evaluations.self_assess(things["assessing"], marks(A=20), by=story.lan, revision=0)
    things["own_evidence"] = evaluations.add_evidence(
        things["self_card"], "A", kind="text", words="Sổ họp khu phố", by=story.lan
    )
    assess(things["asked"], story.lan, marks(A=27, B=43, C=17))
    evaluations.ask_explanation(things["asked"], {"B": "Số hộ lấy ở đâu?"}, by=minh)
    _visits(world, story)


def _visits(world, story):
    """Two visits of the district to the ward: one that is being written, one whose record waits for signatures."""
    things, minh = world.things, story.minh
    for state, kept in (("planned", "notes"), ("recorded", "record")):
        visit = evaluations.plan_visit(
            things["judged"], on=clock.today(), place="Nhà văn hóa khu 3", team=[(minh, "Kết quả")], by=minh
        )
        upload = SimpleUploadedFile(f"{kept}.png", PNG)
        things[f"photo_of_{kept}"] = evaluations.add_photo(visit, upload, caption=f"Ảnh {kept}", by=minh)
        things[f"visit_{state}"] = visit
    evaluations.note_visit(things["visit_recorded"], FOUND, by=minh)
    things["visit_recorded"] = evaluations.record_visit(things["visit_recorded"], by=minh)


def _papers(world, story):
    """Papers of the district: a decision being drafted, one issued, one with its file, certificates, a template."""
    things, district, minh = world.things, story.district, story.minh
    things["paper_draft"] = documents.draft(district, papers.decision("party"), by=minh, made_from=things["open"])
    other = documents.draft(district, papers.letter("party"), by=minh)
    things["paper_issued"] = documents.issue(other, number="9-CV/TU", on=clock.today(), by=minh)
    things["paper_filed"] = documents.file_paper(
        issuer=district,
        number="8-QĐ/TU",
        on=clock.today(),
        by=minh,
        file=files.store(SimpleUploadedFile("quyet-dinh.pdf", PDF), by_id=minh.pk),
    )
    things["certificate_sheet"] = recognitions.certify(things["concluded"], by=minh)
    things["certificate"] = things["certificate_sheet"].certificates.get()
    word = BytesIO()
    written = docx.Document()
    written.add_paragraph("{{ trich_yeu }}")
    written.save(word)
    things["paper_template"] = documents.accept_template(
        district, "decision", SimpleUploadedFile("mau.docx", word.getvalue()), by=minh
    )


def _frameworks(world, story):
    """A draft and a published version of the province."""
    for name, code in (("draft", "NHAP"), ("out", "BAN-HANH")):
        sheet = library.by_code("MAU-0").model_copy(update={"code": code})
        framework = criteria.found_framework(owner=story.province, sheet=sheet, by=None)
        world.things[f"criteria_{name}"] = framework.versions.get()
        world.things["framework_draft" if name == "draft" else "framework"] = framework
    criteria.publish(world.things["criteria_out"], starts=clock.today(), by=None)


def _councils(world, story):
    """A council of the district: Minh leads, the secretary writes, three from outside sit there and hold the keys.

    Its session is open, with an item in every state and an open vote; another session is concluded. The sealed ballot
    is made of rows, so that the doors are tried where the tool is missing too.
    """
    things, minh, secretary = world.things, story.minh, world.people["parent_secretary"]
    council = things["council"] = councils.found_council(
        story.district, name="Hội đồng thị xã", on=date(2024, 1, 1), by=secretary
    )
    outside = [world.people[name] for name in ("grandparent_reviewer", "sibling_reviewer", "own_reviewer")]
    voter = PersonFactory()  # none of the actors: nobody may know the vote before the close
    roles = [(minh, "chair"), (secretary, "secretary"), *((person, "member") for person in [*outside, voter])]
    seats = [councils.seat(council, person, role=role, on=date(2024, 1, 1), by=secretary) for person, role in roles]
    things["own_seat"] = seats[4]
    rule = councils.set_ready_made_rule(council, "majority", by=secretary)
    for name in ("sitting", "meeting_held"):
        things[name] = _session(story, council, seats, rule, by=secretary)
    items = dict(zip(STEPS, things["sitting"].items.all(), strict=True))
    things["recusal"] = councils.recuse(items["waiting"], seats[4], reason="Là tác giả.", by=outside[2])
    for state in sorted(STEPS, key="voting".__eq__):  # an open vote keeps other votes closed: it comes last
        things[f"item_{state}"] = items[state]
        _lead(items[state], state, by=minh, counters=outside[:2])
    things["quota"] = councils.set_quota(
        things["sitting"], name="Tập thể", places=1, items=[items["announced"]], by=secretary
    )
    things["vote"] = councils.vote(items["voting"], "for", by=voter)
    for item in things["meeting_held"].items.all():
        councils.set_aside(item, reason="Để kỳ sau.", by=minh)
    councils.conclude_session(things["meeting_held"], by=minh)
    councils.sign_minutes(things["meeting_held"], by=minh)
    things["election"] = _sealed_ballot(things["sitting"], items["sealed"], seats)
    _counted(world, story, council, seats, rule, voter=voter)


def _counted(world, story, council, seats, rule, *, voter):
    """A session in which everything is counted and nothing announced: an open vote, a count by hand, a sealed ballot,
    and the opinion that an absent member has written."""
    things, minh, secretary = world.things, story.minh, world.people["parent_secretary"]
    session = _session(story, council, seats, rule, by=secretary, absent=[seats[-1]])
    phones, hands, sealed, *_rest = session.items.all()
    for item in (phones, hands, sealed):
        councils.present(item, by=minh)
        councils.discuss(item, by=minh)
    things["counted_opinion"] = councils.write_opinion(phones, seats[-1], "for", by=secretary)
    councils.open_vote(phones, means="phones", by=minh)
    others = seats[2:5]
    Vote.objects.bulk_create(Vote(poll=phones.polls.get(), seat=seat, choice="for") for seat in others)
    councils.close_vote(phones, by=minh)
    councils.open_vote(hands, means="hands", by=minh)
    councils.close_vote(hands, by=minh)
    for person in (world.people["grandparent_reviewer"], world.people["sibling_reviewer"]):
        councils.enter_count(hands, Counts(4, 1), issued=5, by=person)
    things["counting"], things["counted_hands"] = session, hands
    things["counted_phones"] = phones
    things["counted_election"] = _sealed_ballot(session, sealed, seats)
    _verified(things["counted_election"], sealed, story)


def _verified(election, item, story):
    """As the count leaves it: the sums, and an archive that holds them."""
    at = clock.now()
    archive = ContentFile(b"BELENIOS\0".ljust(512, b"\0") + b'{"version"', name="KheoCounted.bel")
    Tally.objects.create(
        election=election, step="done", counts=[[4, 1, 0]], trackers=["a" * 43], archive_sha256="0" * 64,
        verified_at=at, archive=files.store(archive, by_id=None, allowed=["bel"]),
    )  # fmt: skip
    Election.objects.filter(pk=election.pk).update(state="verified", closed_at=at)
    election.polls.update(closed_at=at)
    Item.objects.filter(pk=item.pk).update(state="closed")


STEPS = ["waiting", "presented", "discussed", "voting", "closed", "announced", "set_aside", "sealed"]


def _session(story, council, seats, rule, *, by, absent=()):
    session = councils.convene(
        council, on=story.today, place="Hội trường thị xã", led_by=seats[0], written_by=seats[1], by=by
    )
    for step in STEPS:
        councils.add_item(session, rule=rule, title=f"Việc {step}", by=by)
    attending = {seat.pk: "written" if seat in absent else "present" for seat in seats}
    councils.record_attendance(session, attending, by=by)
    return councils.open_session(session, by=by)


def _lead(item, state, *, by, counters):
    """Press the chair's buttons up to a state."""
    if state == "set_aside":
        councils.set_aside(item, reason="Thiếu minh chứng.", by=by)
    reached = STEPS.index(state) if state in STEPS[:6] else 2 if state == "sealed" else 0
    if reached >= 1:
        councils.present(item, by=by)
    if reached >= 2:
        councils.discuss(item, by=by)
    if reached >= 3:
        councils.open_vote(item, means="phones" if state == "voting" else "hands", by=by)
    if reached >= 4:
        councils.close_vote(item, by=by)
    if reached >= 5:
        for person in counters:
            councils.enter_count(item, Counts(4, 1), issued=5, by=person)
        councils.announce(item, by=by)


def _sealed_ballot(session, item, seats):
    at = clock.now()
    ceremony = Ceremony.objects.create(session=session, state="ready", trustees="{}", began_at=at, ready_at=at)
    for number, seat in enumerate(seats[2:5], start=1):
        Teller.objects.create(ceremony=ceremony, seat=seat, number=number)
    election = Election.objects.create(
        session=session,
        uuid=f"KheoTrust{session.pk:05}",
        definition="{}",
        credentials="[]",
        fingerprint="f",
        opened_at=at,
    )
    box.make(election)
    for seat in seats:
        Voter.objects.create(election=election, seat=seat, credential=b"")
    Poll.objects.create(
        item=item, number=1, means="sealed", members=6, present=6, recused=0, recused_present=0, election=election,
        position=0, opened_at=at,
    )  # fmt: skip
    Item.objects.filter(pk=item.pk).update(state="voting")
    return election


def _member(unit, role, until=None):
    person = PersonFactory()
    MembershipFactory(person=person, unit=unit, role=role, during=periods.period(date(2000, 1, 1), until))
    return person
