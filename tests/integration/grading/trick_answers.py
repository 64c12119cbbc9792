"""Answers that learners may try instead of thinking: everything at once, and what the visible example shows."""

from __future__ import annotations

WORRIES = ("1 dark bus stop", "2 hungry boys", "3 forced payments", "4 violence at home", "5 families put out")
ACTORS = "police, council, health service, social services, school, legal aid, survivor service, traders, elders"
PAST = ("guards become police", "families flee", "informers", "land court", "help post closes")
EVERYTHING = {
    "reciprocity-index": {
        "signs-answer": 'warning_signs = "a b c d e f g h"',
        "flags-answer": 'flagged_groups = "a b c d e"',
        "repair-answer": 'harbour = {f: [4, 4] for f in ["information", "decisions", "resources", "accountability"]}\n'
        'harbour["risk"] = [4, 3]',
    },
    "safety-perceptions": {
        "seasons-answer": 'shows_a_gap = "a b c d"',
        "sentence-answer": 'honest_sentence = "a b c d"',
        "referral-answer": f"every = {ACTORS!r}\n"
        f"referral = {{row: {{'lead': every, 'help': every}} for row in {WORRIES!r}}}",
    },
    "trust-index": {
        "compare-answer": 'a_is_higher = "a b c d"',
        "matrix-answer": 'effects = {a: {"land claims": 1, "water point": 1} for a in "ABCD"}\n'
        'changes = dict.fromkeys("ABCD", "q")',
    },
    "claims-and-actors": {
        "clauses-answer": 'ideas_added = "a b c d e f g h"\nideas_dropped = "a b c d e f g h"',
        "sorter-answer": "sentences = dict.fromkeys('12345678', 'claim, finding, opinion')",
        "lines-answer": "whole_from = 0\nmissing_up_to = 3\n"
        "lines_of_account = dict.fromkeys(['wardens', 'watch', 'guards', 'elders'], 'whole, broken, missing')",
    },
    "ladder-and-exit": {
        "ladder-answer": "rungs = dict.fromkeys('abcdefgh', 12345678)",
        "start-answer": "decisions_to_begin = dict.fromkeys('12345', 'start, change first, not now')",
        "path-answer": 'path_that_goes_on = "a b c"\npath_that_ends_well = "a b c"',
        "exit-answer": 'exit_rule = "a b c d"',
    },
    "incidents-and-traps": {
        "dimensions-answer": "dimensions = dict.fromkeys('123456', 'economic, food, health, environmental, personal, "
        "community, political')",
        "reports-answer": 'more_people_harmed = "a b c d"',
        "functional-answer": 'honest_about_forums = "a b c d"',
        "average-answer": 'rise_that_hides = "a b c d"',
    },
    "timeline-and-activities": {
        "effects-answer": f"effects_of_events = dict.fromkeys({PAST!r}, 'p, q, r, s, t, u')",
        "activities-answer": "brings_back = dict.fromkeys('ABCD', 'a, b, c, d, e, f, g, h, none')\n"
        "change_needed = dict.fromkeys('ABCD', 'v, w, x, y, z, none')",
        "compare-answer": 'fair_comparisons = "a b c d e"',
    },
    "evidence-table": {
        "table-answer": "design = dict.fromkeys('12345', 'a, b, c, d')\n"
        "setting = dict.fromkeys('12345', 'e, f, g, h, i, j')\n"
        "outcome = dict.fromkeys('12345', 'k, l, m, n, o, p')\nlimit = dict.fromkeys('12345', 'r, s, t, u, v')",
        "carry-answer": 'sentences_that_stand = "a b c d e f"',
        "reasons-answer": 'reasons_for_the_difference = "a b c d e f"',
    },
    "sara-plan": {
        "review-answer": "faults_of_plans = dict.fromkeys('123', 'a, b, c, d, e, f, g, h')",
        "stop-answer": 'plan_stops = "a b c d"',
    },
}

HARD_CODED = {
    "reciprocity-index": {
        "balance-answer": 'balance_formula = "0.5"',
        "flow-answer": 'volume_formula = "0.75"\nflow_formula = "0.375"\nsilent_score = None',
        "ratio-answer": 'ratio_formula = "0.4"',
    },
    "safety-perceptions": {"share-answer": 'share_formula = "0.75"\ngap_formula = "0.25"'},
    "trust-index": {
        "reverse-answer": 'reverse_item = ""\nreverse_formula = "6 - answer"',
        "mean-answer": 'mean_formula = "3.5"\nmissing_rule = ""',
        "interval-answer": 'low_formula = "2.02"\nhigh_formula = "3.98"',
    },
    "claims-and-actors": {"lines-answer": "whole_from = 2\nmissing_up_to = 1"},
    "ladder-and-exit": {"heard-answer": 'heard_formula = "0.5"', "start-answer": "no_that_are_enough = 5"},
    "incidents-and-traps": {
        "reports-answer": 'reporting_rate = "0.25"',
        "average-answer": 'town_share = "0.45"',
    },
    "timeline-and-activities": {"pairs-answer": 'pairs_formula = "6"\nagreement_formula = "0.5"'},
    "evidence-table": {"change-answer": 'absolute_change = "0 - 0.03"\nrelative_change = "0 - 0.25"'},
    "sara-plan": {"left-answer": 'change_left = "0.09"'},
}
