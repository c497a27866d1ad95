"""Whatever the tree: a total stays within its scale, the order of entry never matters, nor does counting again."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kheo.criteria import aggregate
from kheo.criteria.caps import Judged, allowed
from kheo.criteria.classes import classify
from kheo.criteria.enums import CapBase, Mean, Operator, Role, RoundedPart, RoundingMode
from kheo.criteria.faults import faults
from kheo.criteria.methods import effective
from kheo.criteria.scoring import Entry, leaders, may_still_move, points
from kheo.criteria.sheet import Aggregate, Sheet
from kheo.criteria.spellings import as_yaml, numbering
from kheo.criteria.standing import rank, tallies
from kheo.criteria.tally import tally

amounts = st.decimals(0, 200, places=2)
results = st.decimals(0, 10_000, places=3)
words = st.text(st.characters(categories=["L", "N", "P", "Zs"], codec="utf-8"), max_size=30)


@st.composite
def methods(draw, most, deep=True):
    by = draw(st.sampled_from(["hand", "yes_no", "share", "bands", "count", "deduction", "relative", "imported"]))
    match by:
        case "share":
            return {"by": by, "target": draw(st.none() | amounts)}
        case "bands":
            band = st.fixed_dictionaries(
                {"is": st.sampled_from(Operator.values), "bound": amounts, "points": st.decimals(0, most, places=2)}
            )
            measure = draw(st.sampled_from(["percent", "days_late", "value"]))
            return {"by": by, "measure": measure, "bands": draw(st.lists(band, max_size=3)), "otherwise": draw(amounts)}
        case "count" | "deduction":
            return {"by": by, "each": draw(amounts)}
        case "imported" if deep:
            return {"by": by, "source": "Nguồn", "then": draw(methods(most, deep=False))}
        case "imported":
            return {"by": "relative"}
        case _:
            return {"by": by}


@st.composite
def criteria(draw, code, depth):
    """A criterion, with its own maximum whether or not its parts agree."""
    most = draw(amounts)
    made = {"code": code, "text": f"T {draw(words)}", "note": draw(words), "maximum": most}
    if depth and draw(st.booleans()):
        parts = draw(st.integers(1, 3))
        return {**made, "parts": [draw(criteria(f"{code}.{n}", depth - 1)) for n in range(1, parts + 1)]}
    return {**made, "method": draw(methods(most))}


@st.composite
def sheets(draw):
    """Any sheet, in order or not."""
    tops = [draw(criteria(str(n), 2)) for n in range(1, draw(st.integers(1, 4)) + 1)]
    for top in tops:
        top["role"] = draw(st.sampled_from(Role.values))
    rounding = st.fixed_dictionaries(
        {
            "places": st.integers(0, 3),
            "mode": st.sampled_from(RoundingMode.values),
            "of": st.sampled_from(RoundedPart.values),
        }
    )
    return Sheet.model_validate(
        {
            "code": "X", "name": "Bảng", "source": draw(words), "standing": "proposal", "scale": draw(amounts),
            "criteria": tops, "may_exceed": draw(st.booleans()), "bonus_limit": draw(st.none() | amounts),
            "penalty_limit": draw(st.none() | amounts), "rounding": draw(st.none() | rounding),
            "classes": [
                {"code": "T", "name": "Tốt", "threshold": {"bound": draw(amounts)}}, {"code": "K", "name": "Khá"},
            ],
            "classes_by": draw(st.sampled_from(["points", "percent"])),
            "ties": {"by": draw(st.lists(st.sampled_from([top["code"] for top in tops]), unique=True, max_size=2))},
        }
    )  # fmt: skip


@st.composite
def entries(draw, sheet):
    """What somebody may have put on some of the leaves."""
    found = {}
    for leaf in sheet.leaves():
        if draw(st.booleans()):
            direct = draw(st.none() | st.decimals(0, leaf.maximum, places=2).filter(lambda p, m=leaf.maximum: p <= m))
            value, target = draw(st.none() | results), draw(st.none() | results)
            found[leaf.code] = Entry(value, target, draw(st.booleans()), draw(st.none() | st.booleans()), direct)
    return found


@st.composite
def groups(draw):
    """A sheet and what several subjects entered on it."""
    sheet = draw(sheets())
    return sheet, {f"u{n}": draw(entries(sheet)) for n in range(draw(st.integers(1, 4)))}


@given(groups())
def test_a_total_never_leaves_its_scale(group):
    sheet, given_ = group
    for found in tallies(sheet, given_).values():
        most = found.maximum + (sheet.most_bonus if sheet.may_exceed else 0)
        assert 0 <= found.total <= most
        assert 0 <= found.bonus <= sheet.most_bonus
        assert all(0 <= found.points[leaf.code] <= leaf.maximum for leaf in sheet.leaves() if leaf.code in found.points)


@given(groups(), st.randoms(use_true_random=False))
def test_the_order_of_entry_never_matters(group, chance):
    sheet, given_ = group
    shuffled = {}
    for subject in chance.sample(sorted(given_), len(given_)):
        rows = list(given_[subject].items())
        chance.shuffle(rows)
        shuffled[subject] = dict(rows)
    first, second = tallies(sheet, given_), tallies(sheet, shuffled)
    assert first == second
    assert {p.subject: p.rank for p in rank(sheet, first)} == {p.subject: p.rank for p in rank(sheet, second)}


@given(groups())
def test_recomputation_changes_nothing(group):
    sheet, given_ = group
    again = Sheet.model_validate(sheet.document())
    assert again == sheet
    first = tallies(sheet, given_)
    assert tallies(again, given_) == first
    assert [classify(sheet, one) for one in first.values()] == [classify(again, one) for one in first.values()]


@given(sheets())
def test_a_sheet_survives_its_spellings(sheet):
    assert as_yaml.read(as_yaml.write(sheet)) == sheet
    assert Sheet.model_validate(sheet.document()) == sheet


@given(sheets())
def test_faults_are_sentences_whatever_the_sheet(sheet):
    for fault in faults(sheet):
        assert fault.sentence
        assert "%(" not in fault.sentence


@given(groups())
def test_a_better_figure_of_ones_own_never_lowers_a_relative_score(group):
    sheet, given_ = group
    leaves = [leaf for leaf in sheet.leaves() if effective(leaf.scored_by).by == "relative"]
    for leaf in leaves:
        subject = next(iter(given_))
        own = given_[subject].get(leaf.code)
        if own is None or own.value is None or own.target is None or own.points is not None or not own.assigned:
            continue
        better = {**given_[subject], leaf.code: Entry(own.value + 1, own.target, own.assigned)}
        before, after = tallies(sheet, given_)[subject], tallies(sheet, {**given_, subject: better})[subject]
        assert after.points[leaf.code] >= before.points[leaf.code]


@given(groups())
def test_a_few_of_a_group_decide_the_points_of_all(group):
    sheet, given_ = group
    for leaf in sheet.leaves():
        everybody = [said.get(leaf.code) or Entry() for said in given_.values()]
        few = leaders(everybody)
        assert len(few) <= 3
        for entry in everybody:
            assert points(leaf, entry, few) == points(leaf, entry, everybody)
            assert may_still_move(leaf, entry, few) == may_still_move(leaf, entry, everybody)


@given(
    st.lists(st.decimals(0, 100, places=2), max_size=30),
    st.sampled_from(CapBase.values),
    st.integers(0, 100),
    st.booleans(),
)
def test_a_cap_cuts_no_more_and_no_less_than_is_over(totals, base, percent, at_least_one):
    sheet = Sheet.model_validate(
        {
            "code": "X", "name": "X", "source": "", "standing": "proposal", "scale": 100,
            "criteria": [{"code": "A", "text": "A", "maximum": 100}],
            "classes": [{"code": "T", "name": "T", "threshold": {"bound": 80}}, {"code": "K", "name": "K"}],
            "caps": [
                {"code": "C", "of": "T", "percent": percent, "base": base, "good": "K", "at_least_one": at_least_one},
            ],
        }
    )  # fmt: skip
    found = {n: tally(sheet, {"A": Entry(points=given_)}) for n, given_ in enumerate(totals)}
    judged = [Judged(n, classify(sheet, one), one) for n, one in found.items()]
    for one in allowed(sheet, sheet.caps[0], judged):
        assert one.over == max(0, one.taken - one.allowed)
        assert one.over == len(one.cut) + len(one.undecided) - one.left
        assert 0 <= one.left <= len(one.undecided)
        stay = [
            found[n].total for n in found if judged[n].verdict.class_code == "T" and n not in (*one.cut, *one.undecided)
        ]
        out = [found[n].total for n in (*one.cut, *one.undecided)]
        assert not stay or not out or min(stay) > max(out)


@given(st.lists(st.decimals(0, 100, places=2), min_size=1), st.sampled_from(Mean.values), st.integers(0, 9))
def test_one_score_of_many_lies_among_them(scores, by, trim):
    found = aggregate.of(scores, Aggregate(by=by, trim=trim))
    assert min(scores) <= found <= max(scores) + Decimal("1e-20")
    assert found == aggregate.of(sorted(scores), Aggregate(by=by, trim=trim))


@given(st.lists(st.text(st.sampled_from("IVXab12.TA)"), min_size=1, max_size=4), max_size=20))
def test_every_numbered_row_has_its_place_once(labels):
    found = list(numbering.rows(numbering.tree(labels)))
    assert [row.at for row in found] == list(range(len(labels)))
