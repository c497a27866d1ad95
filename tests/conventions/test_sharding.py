"""The keys of the big tables would survive sharding by commune (architecture.md §8, trust.md §6.3, decision 26).

A distributed PostgreSQL asks for four things, each cheap today and dear later: every big table leads to one unit, its
shard; what must be unique is unique within a shard, or is random; no key crosses from one shard to another; and the
shard of a row never changes. Whoever adds a table says here where it belongs.
"""

import pytest
from django.apps import apps
from django.db import models
from django.db.models.constraints import UniqueConstraint

# Small, or wanted everywhere: copied to every node. At most some rows for each unit, person, movement, or paper.
REFERENCE = {
    "Unit", "UnitName", "UnitKind", "Placement", "Succession", "Person", "Invitation", "Membership", "HandOver",
    "Stationery", "UnitTemplate", "Movement", "GoverningPaper", "Field", "FieldName", "Rung", "Round", "RoundClosing",
    "Milestone", "Target", "Framework", "FrameworkVersion", "Concretisation", "Procedure", "Deadline", "RankingChoice",
    "Indicator", "Consideration", "Forgoing", "Council", "Seat", "VotingRule", "Call", "PrintedTotal", "Paper",
    "Reorganisation", "Change", "Stay", "Sender", "Award", "AwardWithdrawal",
}  # fmt: skip
# Of one node or one installation: the journal (by month), files, what is kept for speed, what passes by.
LOCAL = {
    "Entry", "IdempotencyKey", "StoredFile", "Picture", "PartialFile", "Outdated", "Subtotal", "Batch", "CodeCounter",
    "Rollup", "RollupUnit",
}  # fmt: skip
# By the key that leads to the shard: to the unit itself, or to a row that has one.
SHARDED = {
    "Exemplar": "unit", "Registration": "unit", "Dossier": "registration", "Force": "registration",
    "SectionSave": "registration", "RegistrationFile": "registration", "Submission": "registration",
    "Return": "registration", "Acceptance": "registration", "Decline": "registration", "Withdrawal": "registration",
    "ResultReport": "registration", "Achievement": "registration", "Contribution": "registration",
    "Beneficiary": "registration", "SheetSave": "registration", "Commitment": "exemplar", "Statement": "registration",
    "HandOff": "registration", "Arrival": "handoff", "Proof": "attached", "Merging": "merged",
    "Cooperation": "registration", "Outcome": "registration", "Recognition": "registration", "Proposal": "registration",
    "ProgressReport": "registration", "PulseAnswer": "exemplar", "Recheck": "exemplar", "Ruling": "recheck",
    "Adoption": "registration", "AdoptionAnswer": "adoption", "Advice": "adoption", "Handing": "registration",
    "Call_exemplars": "exemplar",
    # What is judged lives with the unit that is judged …
    "Subject": "unit", "Evaluation": "subject", "Reopening": "evaluation", "Omission": "evaluation",
    "GateAnswer": "evaluation", "FigureValue": "evaluation", "Question": "evaluation", "Scorecard": "evaluation",
    "Score": "scorecard", "EarlierScore": "score", "Evidence": "scorecard", "Assignment": "evaluation",
    "Conflict": "evaluation", "Visit": "evaluation", "VisitMember": "visit", "Observation": "visit",
    "VisitPhoto": "visit", "VisitSignature": "visit",
    # … and what a council does with the unit that has called it; so does what an office issues.
    "CouncilSession": "council", "Attendance": "session", "Quota": "session", "Item": "session", "Recusal": "item",
    "PersonalCode": "session", "Minutes": "session", "Ceremony": "session", "Teller": "ceremony",
    "Election": "session", "Voter": "election", "Ballot": "election", "Tally": "election", "Share": "election",
    "Poll": "item", "Vote": "poll", "WrittenOpinion": "item", "PaperCount": "poll", "TieSettled": "poll",
    "Correction": "poll", "Result": "item", "Draft": "unit", "Delivery": "unit", "SignedCopy": "paper",
    "CertificateSheet": "unit", "Certificate": "sheet", "OfficialReport": "unit",
    "OfficialReport_rounds": "officialreport", "Awarded": "registration",
}  # fmt: skip
# The unit in whose shard lies what follows one of these.
OWNER = {"Paper": "issuer", "Council": "unit"}
# Keys beside the way that lead to a row of the same unit all the same, each by a rule of its verbs.
SAME_SHARD = {
    "Registration.exemplar", "Registration.judged_as", "Recognition.exemplar", "Contribution.result",
    "Achievement.part_of", "Statement.commitment", "Arrival.attached", "Proof.result", "Item.quota", "Ballot.voter",
    "Share.teller", "Poll.election", "PaperCount.agreed_with",
}  # fmt: skip
# Drawn at random, so that two nodes never draw the same; the keys of files are.
RANDOM = {"HandOff.digest", "PersonalCode.digest", "Certificate.code", "Election.uuid"}

# What today's tables do otherwise, and what would have to be done. The lists may shrink and not grow.
CROSSING = {
    "Exemplar.replicated_from": "the origin of a copy stands in another commune: the id, no key for the database",
    "Merging.kept": "the work that is kept may be another commune's: the same",
    "Cooperation.draft": "the draft that was joined instead is the other unit's: the same",
    "Cooperation.merging": "follows the merged work: the same",
    "Item.subject": "a council judges what stands in the communes below it: the same",
}
NOT_WITHIN = {
    "Registration: code, first_receiver, receiver": "given by the receiving office, whose counter is on one node: an"
    " index of that node, as numbers are unique per issuing body",
    "Subject: code, issuer, round": "the same, for what is judged without a registration",
    "Draft: paper": "a paper is made of one draft by the verb that issues it: the unit into the index",
}
MODELS = {one.__name__: one for one in apps.get_app_config("kheo").get_models(include_auto_created=True)}


def keys(name):
    """The keys of a sharded table that lead to rows which have a shard too, the way itself left out."""
    fields = MODELS[name]._meta.get_fields()
    found = [f for f in fields if f.concrete and isinstance(f, models.ForeignKey) and f.name != SHARDED[name]]
    return [f"{name}.{f.name}" for f in found if f.related_model.__name__ in SHARDED]


def uniques(model):
    """For each thing that must be unique: its columns."""
    for one in model._meta.fields:
        if one.unique and not one.primary_key:
            yield {one.name}
    for one in model._meta.constraints:
        if isinstance(one, UniqueConstraint):
            told = [e for whole in one.expressions for e in (whole, *getattr(whole, "source_expressions", ()))]
            yield {*one.fields, *(e.name for e in told if isinstance(e, models.F))}
    yield from map(set, model._meta.unique_together)


def is_within_a_shard(name, columns):
    """Whether what is unique tells the shard, or is drawn at random."""
    told = {SHARDED[name], *(key.partition(".")[2] for key in keys(name) if key in SAME_SHARD)}
    fields = [MODELS[name]._meta.get_field(column) for column in columns]
    of_files = any(one.is_relation and one.related_model.__name__ == "StoredFile" for one in fields)
    return bool(columns & told) or of_files or any(f"{name}.{column}" in RANDOM for column in columns)


def test_every_table_has_its_place():
    assert sorted([*REFERENCE, *LOCAL, *SHARDED]) == sorted(MODELS)


@pytest.mark.parametrize("name", SHARDED)
def test_every_big_table_leads_to_one_unit(name):
    """Through keys that are never empty, so that the unit's id can be written into each row."""
    way = [name]
    while way[-1] in SHARDED or way[-1] in OWNER:
        key = MODELS[way[-1]]._meta.get_field(SHARDED.get(way[-1]) or OWNER[way[-1]])
        assert not key.null, f"{way[-1]}.{key.name} may be empty"
        way.append(key.related_model.__name__)
        assert len(way) < 9, way
    assert way[-1] == "Unit"


def test_what_is_unique_is_unique_within_a_shard_or_random():
    wrong = {
        f"{name}: {', '.join(sorted(columns))}"
        for name in SHARDED
        for columns in uniques(MODELS[name])
        if not is_within_a_shard(name, columns)
    }
    assert wrong == set(NOT_WITHIN)


def test_no_key_crosses_from_one_shard_to_another_but_those_that_are_known():
    assert {key for name in SHARDED for key in keys(name) if key not in SAME_SHARD} == set(CROSSING)


def test_nothing_that_is_not_there_is_excused():
    assert {key for key in {*SAME_SHARD, *CROSSING} if key not in keys(key.partition(".")[0])} == set()
