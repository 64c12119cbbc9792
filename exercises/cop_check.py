"""Checks for the exercises of this course, in plain words.

You do not need to open this file. It holds no answers. It uses Python's standard library alone, and it works the same
on your computer and when your work is graded: it reads the words and numbers that you wrote, and nothing else.
"""

import ast
import csv
import math
import operator
import sys
from pathlib import Path

ARITHMETIC = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
SIGNS = {"×": "*", "÷": "/", "−": "-", "–": "-"}
LONGEST_FORMULA = 200


class NotYet(AssertionError):
    """An answer that cannot be used or is not right yet; its text says why in plain words."""


# Reading what the learner wrote -------------------------------------------------------------------------------------


def answer(name):
    """Return a plain copy of the value ``name`` of the notebook: text, numbers, true or false, lists and tables."""
    notebook = sys.modules["__main__"].__dict__
    if name not in notebook:
        raise NotYet(f"I cannot find {name}. Run the cell where you write it, then run this cell again.")
    return _plain(name, notebook[name], depth=0)


def _plain(name, value, depth):
    """Copy ``value`` when it is made of plain parts only; anything else is refused."""
    if depth > 4:
        raise NotYet(f"{name} is packed too deep. Keep the shape that the cell had at first.")
    if value is None or type(value) in (str, bool, int):
        return value
    if type(value) is float and math.isfinite(value):
        return value
    if type(value) in (list, tuple):
        return [_plain(name, part, depth + 1) for part in value]
    if type(value) is dict and all(type(key) is str for key in value):
        return {key: _plain(name, part, depth + 1) for key, part in value.items()}
    raise NotYet(f"{name} must hold words in quotation marks or numbers, as the cell had at first.")


def text(name):
    """Return the words in ``name``, without blanks around them; empty is refused."""
    value = answer(name)
    if type(value) is not str:
        raise NotYet(f'{name} must be words between quotation marks, like "this".')
    if not value.strip():
        raise NotYet(f"{name} is still empty. Write between the quotation marks.")
    return value.strip()


def number(name, low, high):
    """Return the number in ``name``; it must lie between ``low`` and ``high``."""
    value = answer(name)
    if value is None:
        raise NotYet(f"{name} is still empty. Write a number in place of None.")
    if type(value) not in (int, float):
        raise NotYet(f"{name} must be a number without quotation marks, such as {low}.")
    if not low <= value <= high:
        raise NotYet(f"{name} is {value}. It must lie between {low} and {high}.")
    return value


def letters(name, allowed):
    """Return the set of letters in ``name``, such as "a c"; ``allowed`` is a text of all letters one may choose."""
    chosen = set(text(name).lower().replace(",", " ").replace("and", " ").split())
    unknown = sorted(chosen - set(allowed))
    if unknown:
        raise NotYet(f'{name} has "{unknown[0]}". Choose from these letters: {" ".join(allowed)}.')
    return chosen


def one_letter(name, allowed):
    """Return the one letter in ``name``."""
    chosen = letters(name, allowed)
    if len(chosen) != 1:
        raise NotYet(f"{name} must be one letter only.")
    return chosen.pop()


def ticks(name, rows, allowed, most=1):
    """Return row to the set of words chosen in the table ``name``; a row that cannot be read has an empty set.

    A row holds words of ``allowed`` with commas between them, ``most`` of them at the highest.
    """
    table = _table(name, rows)
    return {row: set() if _trouble(table[row], allowed, most) else _parts(table[row]) for row in rows}


def rows_can_be_read(name, rows, allowed, most=1):
    """A check of the form only: every row of the table ``name`` holds words of ``allowed``."""

    def check():
        for row, words in _table(name, rows).items():
            trouble = _trouble(words, allowed, most)
            if trouble:
                raise NotYet(f"{name}, row {row}: {trouble}")
        return f"I can read all rows of {name}. (This says nothing about right or wrong.)"

    return check


def _table(name, rows):
    table = answer(name)
    if type(table) is not dict or set(table) != set(rows):
        raise NotYet(f"{name} must keep its rows, with the names that they had at first.")
    return {row: table[row] for row in rows}


def _parts(words):
    return {part.strip().lower().replace("’", "'") for part in words.split(",") if part.strip()}


def _trouble(words, allowed, most):
    """Say in plain words why a row cannot be read; empty if it can."""
    if type(words) is not str:
        return "it must hold words between quotation marks."
    chosen = _parts(words)
    unknown = sorted(chosen - set(allowed))
    if unknown:
        return f'I do not know "{unknown[0]}". Choose from: {", ".join(allowed)}.'
    if len(chosen) > most:
        return f"it holds {len(chosen)} choices. It may hold {most}."
    return "" if chosen else "it is still empty."


def sequence(name, allowed):
    """Return the letters in ``name`` in their order; every letter of ``allowed`` must stand there once."""
    order = text(name).lower().replace(",", " ").split()
    if sorted(order) != sorted(allowed):
        raise NotYet(f"{name} must hold each of these letters once, with blanks between: {' '.join(allowed)}.")
    return order


def formula(name, words):
    """Return the formula in ``name`` once it is sure that it uses only ``words``, numbers, + - * / and brackets."""
    written = text(name)
    compute(written, name=name, **dict.fromkeys(words, 1.0))
    return written


# Working out what the learner's formula gives -----------------------------------------------------------------------


def compute(written, name="Your formula", **values):
    """Return what the formula ``written`` gives for ``values``; a division by zero gives None."""
    for sign, plain in SIGNS.items():
        written = written.replace(sign, plain)
    if len(written) > LONGEST_FORMULA:
        raise NotYet(f"{name} is too long. A short formula is enough.")
    try:
        tree = ast.parse(written.strip(), mode="eval")
    except (SyntaxError, ValueError):
        raise NotYet(f"I cannot read {name}: {written}. Use + - * / and brackets, such as (a + b) / c.") from None
    try:
        return float(_value(tree.body, name, values))
    except ZeroDivisionError:
        return None


def _value(node, name, values):
    if isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        left, right = _value(node.left, name, values), _value(node.right, name, values)
        return ARITHMETIC[type(node.op)](left, right)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, name, values)
    if isinstance(node, ast.Constant) and type(node.value) in (int, float) and abs(node.value) < 1e9:
        return node.value
    if isinstance(node, ast.Name) and node.id in values:
        return values[node.id]
    words = ", ".join(values)
    if isinstance(node, ast.Name):
        raise NotYet(f'{name} has the word "{node.id}", which I do not know. You may use: {words}.')
    raise NotYet(f"{name} has something that I cannot use. You may use: {words}, numbers, + - * / and brackets.")


def same(left, right):
    """Say whether two numbers agree to six decimals; None agrees with nothing."""
    return left is not None and right is not None and math.isclose(left, right, rel_tol=1e-6, abs_tol=1e-6)


# What the check cells show and what the tests ask -------------------------------------------------------------------


def show(*checks):
    """Run each check and print what it says; nothing here is an error, and nothing here is a mark."""
    for check in checks:
        try:
            print("Good:", check())
        except NotYet as reason:
            print("Not yet:", reason)


def formula_gives(name, values, right):
    """A check: the formula in ``name`` gives ``right`` for ``values``."""

    def check():
        got = compute(formula(name, values), name, **values)
        given = ", ".join(f"{word} = {value:g}" for word, value in values.items())
        if not same(got, right):
            said = "cannot divide by zero" if got is None else f"gives {got:.3g}"
            raise NotYet(f"with {given}, {name} {said}. It should give {right:.3g}. Read the rule again.")
        return f"with {given}, {name} gives {right:.3g}."

    return check


def can_be_read(read, name, *limits):
    """A check of the form only: ``read`` can read ``name``. It does not say whether the answer is right."""

    def check():
        read(name, *limits)
        return f"I can read {name}. (This says nothing about right or wrong.)"

    return check


def require(*checks):
    """Every check must pass; the first that does not raises NotYet."""
    for check in checks:
        check()


def passed(*checks):
    """Return how many of the checks pass."""
    count = 0
    for check in checks:
        try:
            check()
        except NotYet:
            continue
        count += 1
    return count


def holds(condition, reason):
    """A check that holds when ``condition()`` is true."""

    def check():
        if condition() is not True:
            raise NotYet(reason)
        return "as it should be."

    return check


def picked(chosen, right):
    """Return the share of ``right`` that was chosen, less the wrong choices: choosing everything earns nothing."""
    return max(0.0, (len(chosen & set(right)) - len(chosen - set(right))) / len(right))


def sorted_well(chosen, right, wrong_costs):
    """Return the share of the rows of ``right`` (row to the words accepted there) that ``chosen`` has right.

    Each row with another word takes away ``wrong_costs`` of a right one, so that one word for all earns little; an
    empty row takes nothing away.
    """
    earned = sum(1 if chosen[row] <= set(words) else -wrong_costs for row, words in right.items() if chosen[row])
    return max(0.0, earned / len(right))


def agreement(one, other):
    """Return the share of pairs (0 to 1) that stand in the same order in both sequences of the same things."""
    place = {thing: number for number, thing in enumerate(other)}
    pairs = [(a, b) for number, a in enumerate(one) for b in one[number + 1 :]]
    return sum(place[a] < place[b] for a, b in pairs) / len(pairs)


def points(share, of):
    """Return ``share`` (0 to 1) of ``of`` points, to two decimals."""
    return round(min(1.0, max(0.0, share)) * of, 2)


# The arithmetic that the exercises share ----------------------------------------------------------------------------


def reciprocity_index(flows, balance, volume, flow, silent):
    """Return the mean flow score (0 to 1) of a partnership by the learner's three formulas.

    ``flows`` is a table of flow to [from the police, from the residents], each 0 to 4; ``silent`` is the score of a
    flow in which neither side gives anything.
    """
    scores = []
    for police, residents in flows.values():
        smaller, larger = min(police, residents), max(police, residents)
        if larger == 0:
            scores.append(silent)
            continue
        one = compute(balance, smaller=smaller, larger=larger)
        two = compute(volume, smaller=smaller, larger=larger, highest=4)
        three = None if one is None or two is None else compute(flow, balance=one, volume=two)
        if three is None:
            return None
        scores.append(three)
    return sum(scores) / len(scores)


def read_table(name):
    """Return the rows of the table in the file ``name`` that lies beside the notebook."""
    with Path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def count_yes(rows, group, question):
    """Return group to (how many said yes, how many were asked), in alphabetical order."""
    counts = {}
    for row in sorted(rows, key=lambda row: row[group]):
        yes, asked = counts.get(row[group], (0, 0))
        counts[row[group]] = (yes + (row[question] == "yes"), asked + 1)
    return counts


def gap_interval(yes_a, asked_a, yes_b, asked_b):
    """Return (gap, low, high): the share in A less the share in B with Newcombe's 95% interval, without correction."""
    share_a, low_a, high_a = _wilson(yes_a, asked_a)
    share_b, low_b, high_b = _wilson(yes_b, asked_b)
    gap = share_a - share_b
    low = gap - math.sqrt((share_a - low_a) ** 2 + (high_b - share_b) ** 2)
    high = gap + math.sqrt((high_a - share_a) ** 2 + (share_b - low_b) ** 2)
    return gap, low, high


def _wilson(yes, asked, z=1.959964):
    share = yes / asked
    middle = (share + z * z / (2 * asked)) / (1 + z * z / asked)
    half = z / (1 + z * z / asked) * math.sqrt(share * (1 - share) / asked + z * z / (4 * asked * asked))
    return share, middle - half, middle + half


def trust_scores(people, reverse_item, reverse, mean, missing, lowest, highest):
    """Return one trust score a person by the learner's formulas.

    ``people`` are tables of q1 to q4 to a number, or None where the person did not answer; ``missing`` is "a" (leave
    the person out), "b" (count 0) or "c" (count the middle of the scale).
    """
    filler = {"b": 0, "c": (lowest + highest) / 2}
    scores = []
    for person in people:
        if missing == "a" and None in person.values():
            continue
        known = {item: filler[missing] if value is None else value for item, value in person.items()}
        known[reverse_item] = compute(reverse, answer=known[reverse_item], lowest=lowest, highest=highest)
        scores.append(compute(mean, **known))
    return scores


def mean_and_error(scores):
    """Return the mean and its standard error: the sample's standard deviation over the root of how many there are."""
    mean = sum(scores) / len(scores)
    spread = math.sqrt(sum((score - mean) ** 2 for score in scores) / (len(scores) - 1))
    return mean, spread / math.sqrt(len(scores))
