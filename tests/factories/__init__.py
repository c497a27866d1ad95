"""One factory per record: it makes what it is asked for, and what that cannot do without."""

from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from kheo.criteria import library
from kheo.criteria.models import Concretisation, Framework, FrameworkVersion
from kheo.documents.models import Paper
from kheo.evaluations.models import Evaluation, Procedure, Score, Scorecard, Subject
from kheo.exemplars.models import Dossier, Exemplar, Force, Registration
from kheo.kernel import periods, text
from kheo.movements.models import Field, Milestone, Movement, Round, Rung
from kheo.people.models import Person
from kheo.progress.models import PulseAnswer, Recheck, Ruling
from kheo.recognitions.models import Consideration, Forgoing, Outcome, Proposal, Recognition
from kheo.replication.models import Adoption
from kheo.units.models import Membership, Placement, Unit, UnitKind, UnitName

OLD_DAYS = periods.period(date(2000, 1, 1))


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n:05d}")
    full_name = factory.Sequence(lambda n: f"Nguyễn Văn {n:05d}")
    password = factory.django.Password("mat-khau-thu-9")


class UnitFactory(DjangoModelFactory):
    """A unit with its name, kind and place in time; `parent=None` makes a root."""

    class Meta:
        model = Unit
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"U{n:05d}")
    name = factory.Sequence(lambda n: f"Xã {n:05d}")
    kind = "locality"
    level = "commune"
    during = OLD_DAYS
    sort_key = factory.LazyAttribute(lambda o: text.sort_key(o.name))
    search_text = factory.LazyAttribute(lambda o: text.fold(f"{o.code} {o.name}"))

    @factory.post_generation
    def parent(self, create, parent, **kwargs):
        UnitName.objects.create(unit=self, name=self.name, during=self.during)
        UnitKind.objects.create(unit=self, kind=self.kind, level=self.level, during=self.during)
        if parent:
            Placement.objects.create(unit=self, parent=parent, during=self.during)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    role = "clerk"
    during = OLD_DAYS


class PaperFactory(DjangoModelFactory):
    class Meta:
        model = Paper

    kind = "decision"
    number = factory.Sequence(lambda n: f"{n}-QĐ/BDV")
    date = date(2024, 12, 20)
    issuer = factory.SubFactory(UnitFactory)
    issuer_name = factory.SelfAttribute("issuer.name")


class MovementFactory(DjangoModelFactory):
    """A movement with its four fields and a rung for every level."""

    class Meta:
        model = Movement
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"DVK-{n}")
    name = "Phong trào thi đua Dân vận khéo"
    owner = factory.SubFactory(UnitFactory, level="province")
    during = periods.period(date(2021, 1, 1), date(2025, 12, 31))

    @factory.post_generation
    def parts(self, create, extracted, **kwargs):
        for order, key in enumerate(["economy", "culture_society", "defence_security", "political_system"]):
            Field.objects.create(movement=self, key=key, order=order)
        for level in ["central", "province", "district", "commune", "grassroots"]:
            Rung.objects.create(movement=self, level=level, during=self.during)


class RoundFactory(DjangoModelFactory):
    class Meta:
        model = Round

    movement = factory.SubFactory(MovementFactory)
    code = factory.Sequence(lambda n: f"2024-{n}")
    name = "Năm 2024"
    starts = date(2024, 1, 1)
    ends = date(2024, 12, 31)


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = Milestone

    round = factory.SubFactory(RoundFactory)
    kind = "close"
    on = date(2024, 10, 31)


class ExemplarFactory(DjangoModelFactory):
    class Meta:
        model = Exemplar

    unit = factory.SubFactory(UnitFactory)
    began = date(2024, 3, 1)


class RegistrationFactory(DjangoModelFactory):
    """A draft with an empty dossier; pass `status` and `receiver` for one that was sent."""

    class Meta:
        model = Registration
        skip_postgeneration_save = True

    exemplar = factory.SubFactory(ExemplarFactory, unit=factory.SelfAttribute("..unit"))
    round = factory.SubFactory(RoundFactory)
    unit = factory.SubFactory(UnitFactory)
    title = factory.Sequence(lambda n: f"Tuyến đường hoa số {n:05d}")
    kind = "model"
    subject = "collective"
    level = "district"
    origin = "new"
    registered_on = date(2024, 3, 1)
    submitted_at = factory.LazyAttribute(
        lambda o: (
            None if getattr(o, "status", "draft") == "draft" else timezone.make_aware(timezone.datetime(2024, 3, 2))
        )
    )

    @factory.post_generation
    def dossier(self, create, answers, **kwargs):
        Dossier.objects.create(registration=self, **(answers or {}))


class ForceFactory(DjangoModelFactory):
    class Meta:
        model = Force

    registration = factory.SubFactory(RegistrationFactory)
    name = "Đoàn Thanh niên xã"
    role = "leading"


class ConsiderationFactory(DjangoModelFactory):
    class Meta:
        model = Consideration

    unit = factory.SubFactory(UnitFactory)
    round = factory.SubFactory(RoundFactory)
    opened_at = factory.LazyFunction(timezone.now)


class OutcomeFactory(DjangoModelFactory):
    class Meta:
        model = Outcome

    consideration = factory.SubFactory(ConsiderationFactory)
    registration = factory.SubFactory(RegistrationFactory)
    recognised = True


class RecognitionFactory(DjangoModelFactory):
    class Meta:
        model = Recognition

    registration = factory.SubFactory(RegistrationFactory)
    exemplar = factory.SelfAttribute("registration.exemplar")
    unit = factory.SubFactory(UnitFactory, level="district")
    level = "district"
    round = factory.SelfAttribute("registration.round")
    on = date(2024, 12, 20)


class ProposalFactory(DjangoModelFactory):
    class Meta:
        model = Proposal

    registration = factory.SubFactory(RegistrationFactory)
    from_unit = factory.SubFactory(UnitFactory, level="district")
    to_unit = factory.SubFactory(UnitFactory, level="province")
    rank = 1
    at = factory.LazyFunction(timezone.now)


class ForgoingFactory(DjangoModelFactory):
    class Meta:
        model = Forgoing

    from_unit = factory.SubFactory(UnitFactory, level="district")
    to_unit = factory.SubFactory(UnitFactory, level="province")
    round = factory.SubFactory(RoundFactory)
    reason = "Các mô hình cần thêm một năm thử thách."
    at = factory.LazyFunction(timezone.now)
    by = factory.SubFactory(PersonFactory)


class FrameworkFactory(DjangoModelFactory):
    class Meta:
        model = Framework

    code = factory.Sequence(lambda n: f"MAU-{n}")
    owner = factory.SubFactory(UnitFactory, level="province")
    name = "Bảng điểm Dân vận khéo"


class FrameworkVersionFactory(DjangoModelFactory):
    """A published version in force since 2020, of the sample table unless you give it a `sheet`."""

    class Meta:
        model = FrameworkVersion
        exclude = ["sheet"]

    sheet = factory.LazyFunction(lambda: library.by_code("MAU-0"))
    framework = factory.SubFactory(FrameworkFactory)
    number = factory.Sequence(lambda n: n + 1)
    status = "published"
    document = factory.LazyAttribute(lambda o: o.sheet.document())
    during = periods.period(date(2020, 1, 1))
    published_at = factory.LazyFunction(timezone.now)


class ConcretisationFactory(DjangoModelFactory):
    class Meta:
        model = Concretisation

    version = factory.SubFactory(FrameworkVersionFactory)
    unit = factory.SubFactory(UnitFactory)
    code = "T5"
    wording = "Mỗi khu phố có một công trình do dân tự quản"


class ProcedureFactory(DjangoModelFactory):
    class Meta:
        model = Procedure

    round = factory.SubFactory(RoundFactory)
    level = "district"
    version = factory.SubFactory(FrameworkVersionFactory)


class SubjectFactory(DjangoModelFactory):
    """A unit as what is judged; give it an `issuer` for a registration."""

    class Meta:
        model = Subject

    round = factory.SubFactory(RoundFactory)
    unit = factory.SubFactory(UnitFactory)
    code = factory.SelfAttribute("unit.code")
    title = factory.SelfAttribute("unit.name")


class EvaluationFactory(DjangoModelFactory):
    class Meta:
        model = Evaluation

    subject = factory.SubFactory(SubjectFactory, round=factory.SelfAttribute("..procedure.round"))
    unit = factory.SubFactory(UnitFactory, level="district")
    procedure = factory.SubFactory(ProcedureFactory)
    version = factory.SelfAttribute("procedure.version")
    state = "self"
    opened_at = factory.LazyFunction(timezone.now)


class ScorecardFactory(DjangoModelFactory):
    """A card; pass `marks={"T1": 9}` for points and `sent_at` for one that was sent."""

    class Meta:
        model = Scorecard
        skip_postgeneration_save = True

    evaluation = factory.SubFactory(EvaluationFactory)
    stage = "self"

    @factory.post_generation
    def marks(self, create, marks, **kwargs):
        for code, points in (marks or {}).items():
            Score.objects.create(scorecard=self, code=code, points=points, at=timezone.now())


class AdoptionFactory(DjangoModelFactory):
    """A copy that was sent on `day`; with `confirmed_on` it is confirmed too."""

    class Meta:
        model = Adoption
        exclude = ["origin", "unit", "receiver", "day"]

    origin = factory.SubFactory(ExemplarFactory)
    unit = factory.SubFactory(UnitFactory)
    receiver = factory.SubFactory(UnitFactory, level="district")
    day = date(2024, 3, 1)
    registration = factory.LazyAttribute(
        lambda o: RegistrationFactory(
            exemplar=ExemplarFactory(unit=o.unit, replicated_from=o.origin),
            unit=o.unit,
            receiver=o.receiver,
            origin="replicated",
            status="accepted",
            registered_on=o.day,
        )
    )
    changes = "Làm theo xóm"
    starts_on = date(2024, 4, 1)
    confirmed_on = None
    state = factory.LazyAttribute(lambda o: "confirmed" if o.confirmed_on else "waiting")
    at = factory.LazyFunction(timezone.now)
    by = factory.SubFactory(PersonFactory)


class PulseAnswerFactory(DjangoModelFactory):
    """What the holding unit said half a year after a recognition."""

    class Meta:
        model = PulseAnswer

    months = 6
    answer = "alive"
    unit = factory.SelfAttribute("exemplar.unit")
    on = date(2024, 11, 20)
    at = factory.LazyFunction(timezone.now)
    by = factory.SubFactory(PersonFactory)


class RecheckFactory(DjangoModelFactory):
    """A sheet on which nobody has ruled yet."""

    class Meta:
        model = Recheck

    running = True
    effect = "Bốn nhà văn hóa sáng đèn mỗi tối."
    evidence_on = date(2024, 11, 20)
    proposed = "maintain"
    reason = "Vẫn hiệu quả."
    unit = factory.SelfAttribute("exemplar.unit")
    at = factory.LazyFunction(timezone.now)
    by = factory.SubFactory(PersonFactory)


class RulingFactory(DjangoModelFactory):
    class Meta:
        model = Ruling

    decision = factory.SelfAttribute("recheck.proposed")
    at = factory.LazyFunction(timezone.now)
    by = factory.SubFactory(PersonFactory)
