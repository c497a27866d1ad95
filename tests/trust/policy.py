"""Who may open what: written by hand from the promises, apart from the code (trust.md T1).

One row for each address and each record it is tried on. `get` and `post` name the actors to whom the door is open;
those of `refused` see the thing but may not do this (403); every other signed-in person is told that there is no such
page (404); a method without actors is 405. Anonymous visitors are sent to sign in. An address without a row fails the
build.
"""

# ruff: noqa: E501 - a row reads as a row

from dataclasses import dataclass

OWN_WRITERS = {"own_clerk", "own_head"}
OWN_READERS = OWN_WRITERS | {"own_viewer", "own_reviewer"}
PARENT_REVIEWERS = {"parent_reviewer", "parent_secretary"}
PARENT_READERS = PARENT_REVIEWERS | {"parent_viewer", "parent_clerk"}
GRANDPARENT_REVIEWERS = {"grandparent_reviewer", "grandparent_steering"}
ABOVE = PARENT_READERS | GRANDPARENT_REVIEWERS
SENT_READERS = OWN_READERS | ABOVE
JUDGEMENT_READERS = OWN_READERS | PARENT_READERS
SIBLINGS = {"sibling_clerk", "sibling_reviewer"}
CHILD = {"child_clerk"}
FOREIGN = {"foreign_reviewer", "foreign_clerk", "foreign_keeper"}
KEEPERS_HERE = {"own_keeper", "grandparent_keeper"}
WITHOUT = {"merged_away_clerk", "without_office"}
IN_THE_PROVINCE = SENT_READERS | SIBLINGS | CHILD | KEEPERS_HERE
IN_OFFICE = IN_THE_PROVINCE | FOREIGN
EVERYBODY = IN_OFFICE | WITHOUT
KEEPERS = KEEPERS_HERE | {"foreign_keeper"}
RUNNERS = KEEPERS | {"own_head", "grandparent_steering"}
OWNERS = {"grandparent_steering", "grandparent_keeper"}
PLANNERS = {"grandparent_keeper"}
FURNISHERS = (
    KEEPERS
    | PARENT_REVIEWERS
    | GRANDPARENT_REVIEWERS
    | {"own_head", "own_reviewer", "sibling_reviewer", "foreign_reviewer"}
)
WRITERS = OWN_WRITERS | {"parent_clerk", "sibling_clerk", "child_clerk", "foreign_clerk"}
COUNTERS = KEEPERS_HERE | OWN_WRITERS | {"grandparent_steering", "parent_clerk", "sibling_clerk", "child_clerk"}
PROVINCIALS = OWNERS | {"grandparent_reviewer"}
OF_THE_WARD = OWN_READERS | {"own_keeper"}
BRINGERS = KEEPERS | {"grandparent_steering", "parent_secretary"}
# The district's council: its chair and its secretary lead; three members come from outside and hold the keys.
TELLERS = {"grandparent_reviewer", "sibling_reviewer", "own_reviewer"}
LEADS = {"parent_reviewer", "parent_secretary"}
SEATED = LEADS | TELLERS
COUNCIL_READERS = PARENT_READERS | TELLERS


@dataclass(frozen=True)
class Row:
    """`url` is tried with the arguments `of` (names of the world's things, or literal values)."""

    url: str
    of: tuple = ()
    get: frozenset | set = frozenset()
    post: frozenset | set = frozenset()
    refused: frozenset | set = frozenset()
    query: str = ""
    closed_to_all: str = ""  # the method that is answered, though to nobody here

    def takes(self, method):
        """Whether the address answers this method at all."""
        return bool(self.get if method == "GET" else self.post) or method == self.closed_to_all


def on(thing, **extra):
    """Arguments taken from the world: `on("draft")` is its primary key."""
    return (("pk", thing), *extra.items())


def _of_councils():
    """A council and its open session: who reads, who prepares, who leads, who decides alone, who holds a key."""

    def rows(names, of, doers, *, get=True, post=True, query=""):
        for name in names.split():
            yield Row(
                f"councils:{name}",
                of,
                get=doers if get else frozenset(),
                post=doers if post else frozenset(),
                refused=COUNCIL_READERS,
                query=query,
            )

    yield from rows("list limits", (), EVERYBODY, post=False)
    yield Row(
        "councils:found",
        (("unit_pk", "district"),),
        get={"parent_secretary"},
        post={"parent_secretary"},
        refused=PARENT_READERS,
    )
    yield from rows("council", on("council"), COUNCIL_READERS, post=False)
    yield from rows("seat set_rule convene", on("council"), {"parent_secretary"})
    yield from rows("set_ready_made_rule", on("council"), {"parent_secretary"}, get=False)
    yield Row(
        "councils:unseat", on("own_seat"), get={"parent_secretary"}, post={"parent_secretary"}, refused=COUNCIL_READERS
    )
    yield from rows(
        "session packet projector projector_now ceremony sealed minutes", on("sitting"), COUNCIL_READERS, post=False
    )
    yield from rows("prepare chair chair_now", on("sitting"), LEADS, post=False)
    yield from rows(
        "add_items set_quota change_officers record_attendance hand_out_codes wipe_rehearsal conclude_session",
        on("sitting"),
        LEADS,
    )
    yield from rows("name_tellers abandon_sealed_ballot", on("sitting"), LEADS)
    yield from rows(
        "recuse_all_in_conflict open_session open_sealed_ballot close_sealed_ballot", on("sitting"), LEADS, get=False
    )
    yield from rows("edit_minutes", on("sitting", section="discussion"), LEADS)
    yield from rows("make_key share_key confirm_key declare_key_destroyed", on("sitting"), TELLERS)
    yield from rows("move_item set_item_rule drop_item present", on("item_waiting"), LEADS, get=False)
    yield from rows("set_aside write_opinion", on("item_waiting"), LEADS)
    yield from rows("recuse", on("item_waiting"), SEATED)
    yield from rows("discuss", on("item_presented"), LEADS, get=False)
    yield from rows("open_vote", on("item_discussed"), LEADS, get=False)
    yield from rows("close_vote", on("item_voting"), LEADS, get=False)
    yield from rows("announce", on("item_closed"), LEADS, get=False)
    yield from rows("enter_count", on("item_closed"), SEATED)
    yield from rows("correct", on("item_announced"), LEADS)
    yield from rows("settle_tie", on("item_announced"), {"parent_reviewer"})
    yield from rows("take_up", on("item_set_aside"), LEADS, get=False)
    yield from rows("withdraw_recusal", on("recusal"), LEADS | {"own_reviewer"}, get=False)
    yield from rows("settle_last_place exceed_quota", on("quota"), {"parent_reviewer"})
    yield from rows("election election_now", on("election"), COUNCIL_READERS, post=False)
    yield from rows("give_share", on("election"), TELLERS)
    yield from rows("archive", on("election"), SEATED, post=False)
    yield from rows("destroy_ballots", on("election"), LEADS)
    yield from rows("minutes", on("meeting_held"), COUNCIL_READERS, post=False)
    yield from rows("minutes_file", on("meeting_held", extension="pdf"), COUNCIL_READERS, post=False)
    yield from rows("sign_minutes", on("meeting_held"), LEADS, get=False)
    yield from rows("take_signature_back", on("meeting_held"), {"parent_reviewer"}, get=False)
    yield Row("phone:cast", on("sitting"), get=SEATED, post=SEATED)
    yield Row("phone:receipt", on("sitting"), get=SEATED)


MOVEMENT_READERS = IN_THE_PROVINCE - KEEPERS_HERE
COPY_READERS = SIBLINGS | ABOVE  # of the sibling's copy; the unit that is copied knows what is told of it
CALLERS = (
    PARENT_REVIEWERS | GRANDPARENT_REVIEWERS | {"own_head", "own_reviewer", "sibling_reviewer", "foreign_reviewer"}
)


def _of_copies():
    """What was recognised is read in the whole movement; a copy by its unit, its offices, and the unit it follows."""
    for page in ("detail", "family", "study", "coverage"):
        yield Row(f"replication:{page}", on("pattern"), get=MOVEMENT_READERS)
    writers = OWN_WRITERS | {"parent_clerk", "sibling_clerk", "child_clerk"}
    yield Row("replication:adopt", on("pattern"), get=writers, post=writers, refused=MOVEMENT_READERS)
    for page in ("list", "adoptions", "calls"):
        yield Row(f"replication:{page}", get=EVERYBODY)
    yield Row(
        "replication:tell_adoption", on("copy"), get={"sibling_clerk"}, post={"sibling_clerk"}, refused=COPY_READERS
    )
    told = COPY_READERS | OWN_READERS
    yield Row("replication:confirm_adoption", on("adoption"), post=PARENT_REVIEWERS, refused=told)
    yield Row("replication:refuse_adoption", on("adoption"), get=PARENT_REVIEWERS, post=PARENT_REVIEWERS, refused=told)
    yield Row("replication:advise", on("adoption"), get=OWN_WRITERS, post=OWN_WRITERS, refused=told)
    yield Row("replication:call", get=CALLERS, post=CALLERS, refused=EVERYBODY)
    for page in ("call_detail", "call_coverage"):
        yield Row(f"replication:{page}", on("call"), get=MOVEMENT_READERS)
    yield Row(
        "replication:close_call", on("call"), get=PARENT_REVIEWERS, post=PARENT_REVIEWERS, refused=MOVEMENT_READERS
    )


def _of_living_on():
    """What became of the ward's models: its unit and the district that received them act, those above read."""
    for page in ("asked", "survival", "survivors"):
        yield Row(f"progress:{page}", get=EVERYBODY)
    for verb, of, doers in [
        ("take_pulse", (("pk", "lasting"), ("months", 6), ("answer", "changed")), OWN_WRITERS),
        ("recheck", (("pk", "lasting"), ("round_pk", "round")), OWN_WRITERS | PARENT_REVIEWERS),
        ("rule", on("sheet_rechecked"), PARENT_REVIEWERS),
        ("report_progress", (("pk", "accepted"), ("kind", "mid_year")), OWN_WRITERS),
    ]:
        yield Row(f"progress:{verb}", of, get=doers, post=doers, refused=SENT_READERS)
    yield Row("progress:maintain", on("sheet_going_on", origin="maintained"), post=OWN_WRITERS, refused=SENT_READERS)


def _of_works_done_together():
    """Who takes part reads the work and leaves it; the registering unit answers; the offices over both merge."""
    rulers = PARENT_REVIEWERS | GRANDPARENT_REVIEWERS
    yield Row("duplicates:joinings", get=EVERYBODY)
    yield Row("exemplars:detail", on("shared_work"), get=SENT_READERS | CHILD)
    yield Row("exemplars:detail", on("asked_work"), get=SENT_READERS)
    for thing in ("accepted", "shared_work"):
        yield Row("duplicates:ask_to_join", on(thing), get=CHILD, post=CHILD, refused=SENT_READERS)
    yield Row("duplicates:confirm_joining", on("asking"), post=OWN_WRITERS, refused=SENT_READERS | CHILD)
    yield Row(
        "duplicates:refuse_joining", on("asking"), get=OWN_WRITERS, post=OWN_WRITERS, refused=SENT_READERS | CHILD
    )
    both = OWN_WRITERS | CHILD
    yield Row("duplicates:leave_joining", on("partaking"), get=both, post=both, refused=SENT_READERS)
    yield Row("duplicates:merge", on("accepted"), get=rulers, post=rulers, refused=SENT_READERS)
    yield Row("duplicates:undo_merging", on("merging"), get=rulers, post=rulers, refused=SENT_READERS)


def _verbs():
    """The verbs of a registration, each on the state in which it is allowed."""
    for verb, thing, doers in [
        ("submit", "draft", OWN_WRITERS),
        ("submit", "returned", OWN_WRITERS),
        ("accept", "sent", PARENT_REVIEWERS),
    ]:
        seen = OWN_READERS if thing == "draft" else SENT_READERS
        yield Row(f"exemplars:{verb}", on(thing), post=doers, refused=seen - doers)
    for verb, thing, doers in [
        ("return_for_changes", "sent", PARENT_REVIEWERS),
        ("decline", "sent", PARENT_REVIEWERS),
        ("withdraw", "sent", OWN_WRITERS),
        ("withdraw", "draft", OWN_WRITERS),
        ("report_result", "accepted", OWN_WRITERS),
    ]:
        seen = OWN_READERS if thing == "draft" else SENT_READERS
        yield Row(f"exemplars:{verb}", on(thing), get=doers, post=doers, refused=seen - doers)


ROWS = [
    # the main line
    Row("exemplars:list", get=EVERYBODY),
    Row("exemplars:start", get=OWN_WRITERS | {"parent_clerk", "sibling_clerk", "child_clerk", "foreign_clerk"}, refused=EVERYBODY),
    Row("exemplars:begin", post=OWN_WRITERS | {"parent_clerk", "sibling_clerk", "child_clerk", "foreign_clerk"}, refused=EVERYBODY),
    *(Row("exemplars:detail", on(thing), get=OWN_READERS) for thing in ["draft"]),
    *(Row("exemplars:detail", on(thing), get=SENT_READERS) for thing in ["sent", "returned", "accepted", "weighed", "recognised"]),
    Row("exemplars:history", on("draft"), get=OWN_READERS),
    Row("exemplars:history", on("sent"), get=SENT_READERS),
    Row("exemplars:tasks", on("draft"), get=OWN_WRITERS, refused=OWN_READERS),
    Row("exemplars:section", on("draft", section="problem"), get=OWN_WRITERS, post=OWN_WRITERS, refused=OWN_READERS),
    Row("exemplars:autosave", on("draft", section="problem"), post=OWN_WRITERS, refused=OWN_READERS),
    Row("exemplars:check", on("draft"), get=OWN_WRITERS, refused=OWN_READERS),
    Row("exemplars:receipt", on("sent"), get=OWN_WRITERS, refused=SENT_READERS),
    Row("exemplars:file", on("file"), get=OWN_READERS),
    Row("evidence:collect", on("draft"), get=OWN_WRITERS, refused=OWN_READERS),
    Row("evidence:collect", on("accepted"), get=OWN_WRITERS, refused=SENT_READERS),
    *(Row(f"evidence:{verb}", on("draft"), post=OWN_WRITERS, refused=OWN_READERS) for verb in ["attach", "open_handoff", "end_handoff"]),
    Row("evidence:attach", on("accepted"), post=OWN_WRITERS, refused=SENT_READERS),
    Row("evidence:part", on("draft", client_id="6f1d2a0e-5a77-4a0c-9a6d-0c7c2f0c2b11"), get=OWN_WRITERS, post=OWN_WRITERS, refused=OWN_READERS),
    *(Row(f"evidence:{page}", on("draft"), get=OWN_WRITERS, refused=OWN_READERS) for page in ["handoff", "handoff_now"]),
    *(Row(f"evidence:{verb}", on("shown"), post=OWN_WRITERS, refused=OWN_READERS) for verb in ["caption", "move"]),
    Row("evidence:detach", on("attached"), get=OWN_WRITERS, post=OWN_WRITERS, refused=OWN_READERS),
    Row("evidence:picture", on("shown", side=320), get=OWN_READERS),
    *_verbs(),
    # what a work says in figures
    Row("results:sheet", on("accepted", sheet="results"), get=OWN_WRITERS, post=OWN_WRITERS, refused=SENT_READERS),
    Row("results:autosave", on("accepted", sheet="resources"), post=OWN_WRITERS, refused=SENT_READERS),
    Row("results:file", on("draft"), get=OWN_READERS),
    Row("results:file", on("accepted"), get=SENT_READERS),
    Row("results:commit", on("accepted"), get=OWN_WRITERS, post=OWN_WRITERS, refused=SENT_READERS),
    *(
        Row(f"results:{verb}", on("accepted", commitment_pk="commitment"), get=OWN_WRITERS, post=OWN_WRITERS, refused=SENT_READERS)
        for verb in ["state_commitment", "end_commitment"]
    ),
    Row("results:indicators", (("movement_pk", "movement"),), get=IN_THE_PROVINCE),
    Row("results:add_indicator", (("movement_pk", "movement"),), get=COUNTERS, post=COUNTERS, refused=IN_THE_PROVINCE),
    Row("results:change_indicator", on("indicator"), get=OWNERS, post=OWNERS, refused=IN_THE_PROVINCE),
    Row("results:retire_indicator", on("indicator"), post=OWNERS, refused=IN_THE_PROVINCE),
    Row("results:restore_indicator", on("indicator_retired"), post=OWNERS, refused=IN_THE_PROVINCE),
    *_of_councils(),
    *_of_copies(),
    *_of_living_on(),
    *_of_works_done_together(),
    # recognition
    Row("recognitions:list", get=EVERYBODY),
    Row("recognitions:docket", (("round_pk", "round"), ("unit_pk", "district")), get=PARENT_READERS),
    Row("recognitions:consider", (("round_pk", "round"), ("unit_pk", "district")), post=PARENT_REVIEWERS, refused=PARENT_READERS),
    Row("recognitions:open_evaluations", (("round_pk", "round"), ("unit_pk", "district")), post=PARENT_REVIEWERS, refused=PARENT_READERS),
    Row(
        "recognitions:propose_upward", (("round_pk", "round"), ("unit_pk", "district")),
        get=PARENT_REVIEWERS, post=PARENT_REVIEWERS, refused=PARENT_READERS,
    ),
    Row("recognitions:detail", on("concluded"), get=IN_THE_PROVINCE - KEEPERS_HERE),
    Row("recognitions:detail", on("open"), closed_to_all="GET"),
    Row("recognitions:conclude", on("open"), get=PARENT_REVIEWERS, post=PARENT_REVIEWERS, refused=PARENT_READERS),
    Row("recognitions:recognise", on("open", registration_pk="weighed"), post=PARENT_REVIEWERS, refused=PARENT_READERS),
    Row("recognitions:not_recognise", on("open", registration_pk="weighed"), post=PARENT_REVIEWERS, refused=PARENT_READERS),
    Row(
        "recognitions:forgo_proposal", (("round_pk", "round"), ("unit_pk", "district")),
        get=PARENT_REVIEWERS, post=PARENT_REVIEWERS, refused=PARENT_READERS,
    ),
    Row("recognitions:recall_forgoing", on("forgoing"), post=PARENT_REVIEWERS, refused=PARENT_READERS | GRANDPARENT_REVIEWERS),
    Row("recognitions:recall", on("proposal"), post=PARENT_REVIEWERS, refused=PARENT_READERS | GRANDPARENT_REVIEWERS),
    # judging: two subjects of the ward, judged by the district; one at its self-assessment, one with its scorers
    Row("evaluations:list", get=EVERYBODY),
    *(Row(f"evaluations:{page}", of, get=OWN_READERS | PARENT_READERS) for page, of in [("detail", on("judged")), ("leaf", on("judged", number=1))]),
    *(
        Row(f"evaluations:{page}", (("pk", "procedure"), ("unit_pk", "district")), get={"parent_secretary"}, post=post, refused=OWN_READERS | PARENT_READERS)
        for page, post in [("summary", frozenset()), ("lab", frozenset()), ("share_out", {"parent_secretary"}), ("conclude_all", {"parent_secretary"})]
    ),
    Row("evaluations:choose_ranking", (("pk", "procedure"), ("unit_pk", "district")), post={"parent_secretary"}, refused=OWN_READERS | PARENT_READERS),
    Row("evaluations:demands", (("round_pk", "round"),), get=IN_THE_PROVINCE),
    Row("evaluations:demand", (("round_pk", "round"), ("level", "commune")), get=OWNERS, post=OWNERS, refused=IN_THE_PROVINCE),
    *(Row(f"evaluations:{verb}", on("procedure"), get=OWNERS, post=OWNERS, refused=IN_THE_PROVINCE) for verb in ["lift_demand", "set_deadline"]),
    Row("evaluations:open_units", (("round_pk", "round"), ("unit_pk", "district")), get=PARENT_REVIEWERS, post=PARENT_REVIEWERS, refused=PARENT_READERS),
    Row("evaluations:answer_gate", on("judged"), get=PARENT_REVIEWERS, post=PARENT_REVIEWERS, refused=OWN_READERS | PARENT_READERS),
    Row("evaluations:state_figure", on("assessing"), get=PARENT_REVIEWERS | OWN_WRITERS, post=PARENT_REVIEWERS | OWN_WRITERS, refused=OWN_READERS | PARENT_READERS),
    *(
        Row(f"evaluations:{verb}", on("judged"), get={"parent_secretary"}, post={"parent_secretary"}, refused=OWN_READERS | PARENT_READERS)
        for verb in ["omit", "conclude_evaluation", "reopen"]
    ),
    Row("evaluations:declare_conflict", on("judged"), post={"parent_reviewer", "parent_secretary"}, refused=OWN_READERS | PARENT_READERS),
    Row("evaluations:card", on("score_card"), get={"parent_reviewer"}, post={"parent_reviewer"}),
    Row("evaluations:card", on("self_card"), get=OWN_WRITERS, post=OWN_WRITERS, refused=OWN_READERS),
    Row("evaluations:autosave", on("score_card"), post={"parent_reviewer"}),
    Row("evaluations:total", on("score_card"), get={"parent_reviewer"}),
    Row("evaluations:skip", on("assignment"), post={"parent_reviewer"}),
    Row("evaluations:evidence", on("self_card", number=1), get=OWN_WRITERS, post=OWN_WRITERS, refused=OWN_READERS),
    Row("evaluations:remove_evidence", on("own_evidence"), post=OWN_WRITERS, refused=OWN_READERS),
    Row("evaluations:ask_explanation", on("judged"), get={"parent_reviewer", "parent_secretary"}, post={"parent_reviewer", "parent_secretary"}, refused=OWN_READERS | PARENT_READERS),
    Row("evaluations:explain", on("asked"), get=OWN_WRITERS, post=OWN_WRITERS, refused=OWN_READERS | PARENT_READERS),
    Row("evaluations:file", on("evidence"), get=OWN_READERS | PARENT_READERS),
    # field verification: one visit that is being written, one whose record both sides read; and the papers of judging
    Row("evaluations:visits", get=EVERYBODY),
    *(Row("evaluations:visit", on(thing), get=JUDGEMENT_READERS) for thing in ["visit_planned", "visit_recorded"]),
    *(
        Row(f"evaluations:{page}", on(thing), get=PARENT_REVIEWERS, post=PARENT_REVIEWERS, refused=JUDGEMENT_READERS)
        for page, thing in [("plan_visit", "judged"), ("record_visit", "visit_planned"), ("cancel_visit", "visit_planned")]
    ),
    *(
        Row(f"evaluations:{verb}", on(thing), post=PARENT_REVIEWERS, refused=JUDGEMENT_READERS)
        for verb, thing in [
            ("note_visit", "visit_planned"), ("add_photo", "visit_planned"), ("draft_verification", "visit_recorded"),
            ("draft_score_sheet", "judged"),
        ]
    ),
    Row("evaluations:sign_visit", on("visit_recorded"), post=OWN_WRITERS, refused=JUDGEMENT_READERS),
    Row("evaluations:photo", on("photo_of_notes"), get=PARENT_READERS),
    Row("evaluations:photo", on("photo_of_record"), get=JUDGEMENT_READERS),
    Row("evaluations:small_photo", on("photo_of_notes", side=800), get=PARENT_READERS),
    Row("evaluations:small_photo", on("photo_of_record", side=800), get=JUDGEMENT_READERS),
    *(
        Row(f"evaluations:{verb}", on("photo_of_notes"), post=PARENT_REVIEWERS, refused=PARENT_READERS)
        for verb in ["describe_photo", "remove_photo"]
    ),
    Row("evaluations:record_file", on("visit_planned", extension="pdf"), closed_to_all="GET"),
    Row("evaluations:record_file", on("visit_recorded", extension="pdf"), get=JUDGEMENT_READERS),
    Row("evaluations:score_sheet_file", on("judged", extension="docx"), get=JUDGEMENT_READERS),
    Row("evaluations:card_file", on("score_card", extension="docx"), get={"parent_reviewer"}),
    Row("evaluations:card_file", on("self_card", extension="docx"), get=OWN_READERS),
    Row("recognitions:draft_decision", on("open"), post=PARENT_REVIEWERS, refused=PARENT_READERS),
    *(
        Row(f"recognitions:{verb}", (("round_pk", "round"), ("unit_pk", "district")), post=PARENT_REVIEWERS, refused=PARENT_READERS)
        for verb in ["draft_submission", "draft_summary_list"]
    ),
    Row("recognitions:certify", on("concluded"), post=PARENT_REVIEWERS, refused=IN_THE_PROVINCE - KEEPERS_HERE),
    # papers
    Row("documents:list", get=EVERYBODY),
    *(Row(f"documents:{page}", on("paper_draft"), get=PARENT_READERS) for page in ["draft", "pdf", "word"]),
    *(
        Row(f"documents:{page}", on("paper_draft"), get=PARENT_REVIEWERS, post=PARENT_REVIEWERS, refused=PARENT_READERS)
        for page in ["change", "issue"]
    ),
    Row("documents:discard", on("paper_draft"), post=PARENT_REVIEWERS, refused=PARENT_READERS),
    Row("documents:detail", on("paper_issued"), get=PARENT_READERS),
    *(
        Row(f"documents:{page}", on("paper_issued"), get=PARENT_REVIEWERS, post=PARENT_REVIEWERS, refused=PARENT_READERS)
        for page in ["attach_signed", "correct"]
    ),
    Row("documents:signed", on("paper_filed"), get=PARENT_READERS),
    *(Row(f"documents:{page}", on("certificate_sheet"), get=PARENT_READERS) for page in ["sheet", "certificates"]),
    Row("documents:certificate", on("certificate"), get=PARENT_READERS),
    Row("documents:withdraw", on("certificate"), get=PARENT_REVIEWERS, post=PARENT_REVIEWERS, refused=PARENT_READERS),
    Row("documents:stationery", get=FURNISHERS, refused=EVERYBODY),
    Row(
        "documents:set_stationery", (("unit_pk", "district"),), get=PARENT_REVIEWERS | {"grandparent_keeper"},
        post=PARENT_REVIEWERS | {"grandparent_keeper"}, refused=IN_OFFICE,
    ),
    Row("documents:templates", get=FURNISHERS, post=FURNISHERS, refused=EVERYBODY),
    Row("documents:end_template", on("paper_template"), post=PARENT_REVIEWERS),
    Row("documents:template_file", on("paper_template"), get=PARENT_REVIEWERS),
    # movements
    Row("movements:list", get=EVERYBODY),
    Row("movements:detail", on("movement"), get=IN_THE_PROVINCE),
    Row("movements:round", on("round"), get=IN_THE_PROVINCE),
    *(
        Row(f"movements:{verb}", on("movement"), get=OWNERS, post=OWNERS, refused=IN_THE_PROVINCE)
        for verb in ["govern", "open_round", "set_target"]
    ),
    *(
        Row(f"movements:{verb}", on("round"), get=OWNERS, post=OWNERS, refused=IN_THE_PROVINCE)
        for verb in ["set_milestone", "close_round"]
    ),
    *(
        Row(url, of, get=RUNNERS & seen, post=RUNNERS & seen, refused=seen)
        for url, of, seen in [("movements:launch", (), EVERYBODY), ("movements:name_field", on("movement"), IN_THE_PROVINCE)]
    ),
    # frameworks of criteria: a draft is its unit's own, what was published is read above and below
    Row("criteria:list", get=EVERYBODY),
    Row("criteria:shipped", (("code", "MAU-0"),), get=EVERYBODY),
    Row("criteria:take_over", (("code", "MAU-0"),), get=RUNNERS, post=RUNNERS, refused=EVERYBODY),
    *(Row(f"criteria:{page}", get=RUNNERS, post=RUNNERS, refused=EVERYBODY) for page in ["found", "bring"]),
    Row("criteria:detail", on("framework_draft"), get=PROVINCIALS),
    Row("criteria:detail", on("framework"), get=IN_THE_PROVINCE),
    Row("criteria:begin_version", on("framework"), post=OWNERS, refused=IN_THE_PROVINCE),
    *(
        Row(f"criteria:{page}", on(thing), get=seen)
        for thing, seen in [("criteria_draft", PROVINCIALS), ("criteria_out", IN_THE_PROVINCE)]
        for page in ["version", "print", "compare", "try"]
    ),
    *(
        Row("criteria:file", on(thing, spelling=spelling), get=seen)
        for thing, seen in [("criteria_draft", PROVINCIALS), ("criteria_out", IN_THE_PROVINCE)]
        for spelling in ["yaml", "xlsx"]
    ),
    *(
        Row(f"criteria:{page}", on("criteria_draft"), get=OWNERS, post=OWNERS, refused=PROVINCIALS)
        for page in ["change", "rules", "about", "counting", "replace", "publish"]
    ),
    Row("criteria:total", on("criteria_draft"), get=OWNERS, refused=PROVINCIALS),
    Row("criteria:add", on("criteria_draft", shelf="classes"), get=OWNERS, post=OWNERS, refused=PROVINCIALS),
    *(
        Row(f"criteria:{page}", on("criteria_draft", shelf="criteria", number=1), get=OWNERS, post=OWNERS, refused=PROVINCIALS)
        for page in ["row", "remove"]
    ),
    Row("criteria:retire", on("criteria_out"), get=OWNERS, post=OWNERS, refused=IN_THE_PROVINCE),
    Row("criteria:own_words", on("criteria_out", unit_pk="ward"), get=OF_THE_WARD),
    Row(
        "criteria:concretise", on("criteria_out", unit_pk="ward", number=1),
        get=OWN_WRITERS, post=OWN_WRITERS, refused=OF_THE_WARD,
    ),
    # figures
    *(Row(f"insights:{page}", query="?unit={ward}&round={round}", get=SENT_READERS) for page in ["home", "funnel", "milestones", "breakdown", "pivot", "rows", "silent", "mobilised", "achieved", "amounts", "comparable", "reports", "new_report"]),
    Row("insights:card", (("name", "fields"),), query="?unit={ward}&round={round}", get=SENT_READERS),
    Row(
        "insights:close_report", query="?unit={district}&round={round}",
        get=PARENT_REVIEWERS, post=PARENT_REVIEWERS, refused=ABOVE,
    ),
    Row("insights:report", on("official_report"), get=ABOVE),
    Row("insights:report_file", on("official_report", kind="pdf"), get=ABOVE),
    # awards of the State and of the Party
    Row("awards:list", get=EVERYBODY),
    Row("awards:record", (("round_pk", "round"), ("unit_pk", "district")), get=PARENT_REVIEWERS, post=PARENT_REVIEWERS),
    Row("awards:detail", on("award"), get=SENT_READERS),
    Row("awards:withdraw", on("award"), get=PARENT_REVIEWERS, post=PARENT_REVIEWERS, refused=SENT_READERS),
    # roll-ups: signed figures of units with an installation of their own
    Row("rollups:list", get=IN_OFFICE),
    Row("rollups:list", query="?unit={ward}", get=IN_THE_PROVINCE - SIBLINGS - CHILD),
    *(Row(f"rollups:{page}", on("rollup"), get=ABOVE | {"grandparent_keeper"}) for page in ["detail", "file"]),
    Row("rollups:make", (("unit_pk", "district"),), get=PARENT_REVIEWERS, post=PARENT_REVIEWERS),
    Row("rollups:made", (("unit_pk", "district"), ("round_pk", "round")), get=PARENT_REVIEWERS),
    *(Row(f"rollups:{page}", get=KEEPERS, post=KEEPERS, refused=EVERYBODY) for page in ["take", "trust"]),
    Row("rollups:senders", get=KEEPERS, refused=EVERYBODY),
    Row("rollups:withdraw_trust", on("sender"), get={"grandparent_keeper"}, post={"grandparent_keeper"}),
    # lists brought in
    Row("imports:list", get=BRINGERS | RUNNERS | WRITERS, refused=EVERYBODY),
    *(
        Row(f"imports:{page}", (("kind", kind),), get=who, post=who if page == "start" else frozenset(), refused=EVERYBODY)
        for page in ["start", "template"]
        for kind, who in [("units", KEEPERS), ("people", KEEPERS), ("movements", RUNNERS), ("registrations", BRINGERS), ("printed-totals", BRINGERS), ("scores", BRINGERS), *((kind, WRITERS) for kind in ("results", "resources", "beneficiaries"))]
    ),
    Row("imports:preview", on("batch"), get={"own_keeper"}),
    Row("imports:returned_file", on("batch"), get={"own_keeper"}),
    *(Row(f"imports:{verb}", on("batch"), post={"own_keeper"}) for verb in ["mend", "write", "undo"]),
    # units and their people
    *(Row("units:tree", query=query, get=EVERYBODY) for query in ["", "?format=csv"]),
    Row("units:suggest", get=EVERYBODY),
    Row("units:detail", on("ward"), get=IN_OFFICE),
    Row("units:children", on("ward"), get=IN_OFFICE),
    Row("units:found_root", get={"grandparent_keeper", "foreign_keeper"}, post={"grandparent_keeper", "foreign_keeper"}, refused=EVERYBODY),
    *(
        Row(f"units:{verb}", on("ward"), get=KEEPERS_HERE, post=KEEPERS_HERE, refused=IN_OFFICE)
        for verb in ["found", "rename", "move", "regrade", "succeed", "close", "invite", "appoint"]
    ),
    Row("units:people", on("ward"), get=OWN_READERS | KEEPERS_HERE, refused=IN_OFFICE),
    *(
        Row(f"units:{verb}", on("ward", person_pk="own_clerk"), get=doers, post=doers, refused=IN_OFFICE)
        for verb, doers in [
            ("slip", KEEPERS_HERE),
            ("close_account", KEEPERS_HERE),
        ]
    ),
    Row("units:reopen_account", on("ward", person_pk="own_clerk"), get=KEEPERS_HERE, post=KEEPERS_HERE, refused=IN_OFFICE),
    *(
        Row("units:hand_over", on("ward", person_pk="own_clerk"), get=doers, post=doers, refused=OWN_READERS)
        for doers in [KEEPERS_HERE | {"own_clerk"}]
    ),
    Row("units:release", on("membership"), get=KEEPERS_HERE, post=KEEPERS_HERE, refused=OWN_READERS),
    # re-organisations, planned by the keepers of the province
    *(Row(f"reorganisations:{page}", get=KEEPERS, refused=EVERYBODY) for page in ["list", "left", "template"]),
    Row("reorganisations:begin", (("unit_pk", "ward"),), get=KEEPERS_HERE, post=KEEPERS_HERE, refused=IN_OFFICE),
    *(Row("reorganisations:detail", on(plan), get=PLANNERS) for plan in ["plan", "plan_proposed", "plan_done"]),
    *(
        Row("reorganisations:add", on("plan", change=change), get=PLANNERS, post=PLANNERS)
        for change in ["found", "merge", "split", "rename", "move", "regrade", "dissolve"]
    ),
    Row("reorganisations:bring_in", on("plan"), get=PLANNERS, post=PLANNERS),
    Row("reorganisations:proposal", on("plan"), get=PLANNERS),
    Row("reorganisations:empty", on("plan"), get=PLANNERS, post=PLANNERS),
    Row("reorganisations:drop", on("plan", change_pk="plan_change"), post=PLANNERS),
    *(Row(f"reorganisations:{verb}", on("plan"), post=PLANNERS) for verb in ["rehearse", "propose", "discard"]),
    Row("reorganisations:take_back", on("plan_proposed"), post=PLANNERS),
    Row("reorganisations:leave_out", on("plan_proposed", stay_pk="plan_stay"), post=PLANNERS),
    Row("reorganisations:approve", on("plan_proposed"), get=PLANNERS, post=PLANNERS),
    Row("reorganisations:hand_out", on("plan_done"), post=PLANNERS),
    Row("reorganisations:reverse", on("plan_done"), get=PLANNERS, post=PLANNERS),
    *(Row("reorganisations:letter", on("plan_done", unit_pk="plan_unit"), get=PLANNERS, query=query) for query in ["", "?format=pdf"]),
    Row("reorganisations:hand_on", on("left_behind", side="author"), get=PLANNERS, post=PLANNERS),
    # oneself, and pages for all
    Row("duplicates:titles", query="?title=nha van hoa", get=OWN_WRITERS | {"parent_clerk", "sibling_clerk", "child_clerk", "foreign_clerk"}),
    Row("search:results", query="?q=quang yen", get=EVERYBODY),
    Row("search:suggest", query="?q=quang yen", get=EVERYBODY),
    Row("desk:home", get=EVERYBODY),
    Row("desk:vacant", get=KEEPERS_HERE | {"foreign_keeper"}, refused=EVERYBODY),
    Row("desk:unused", get=KEEPERS_HERE | {"foreign_keeper"}, refused=EVERYBODY),
    Row("kernel:components", get=EVERYBODY),
    Row("people:account", get=EVERYBODY),
    Row("people:change_account", get=EVERYBODY, post=EVERYBODY),
    Row("people:sessions", get=EVERYBODY),
    Row("people:end_other_sessions", post=EVERYBODY),
    Row("people:end_session", (("pk", 0),), closed_to_all="POST"),
]  # fmt: skip

# Doors that stand open to who has not signed in: allauth's pages of signing in, the invitation, the language,
# and whether a certificate holds.
OUTSIDE = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_change_password",
    "account_reauthenticate",
    # the vote in the hand: whoever has neither a sign-in nor a code is asked for one (tests/councils/test_pages_phone.py)
    "phone:ballot",
    "phone:ballot_now",
    "phone:vote",
    "phone:enter",
    "phone:slip",
    # a phone that was let in has no sign-in, and whoever was not let in learns nothing (tests/evidence/test_handoff.py)
    "handoff:send",
    "handoff:hand_in",
    "handoff:hand_in_part",
    "people:welcome",
    "people:set_language",
    "kernel:help",
    "check",
}
