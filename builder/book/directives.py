"""The MyST directives of a course: each renders text that reads well without JavaScript (docs/reference/pages.md)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar, TypeVar

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.statemachine import StringList

from builder.book.answer_area import answer_area
from builder.book.course_index import CourseIndex, Shown, without_suffix
from builder.book.markup import Tag, tag, text_tag
from builder.book.words import counted, words_for
from builder.model.exercise import Exercise
from builder.model.question import (
    Question,
)
from builder.model.scenario import Scenario

T = TypeVar("T")


class CourseDirective(Directive):
    """What the course's directives share: the course, the words of its language and Markdown inside Markdown."""

    required_arguments: ClassVar[int] = 1
    final_argument_whitespace: ClassVar[bool] = False
    kind: ClassVar[str]

    @property
    def env(self) -> Any:
        """Sphinx's environment."""
        return self.state.document.settings.env

    @property
    def index(self) -> CourseIndex:
        """The course by ids, put on the application by the extension."""
        found: CourseIndex = self.env.app.coursewright_index
        return found

    @property
    def words(self) -> Mapping[str, str]:
        """The builder's words in the course's language."""
        return words_for(self.index.course.language)

    def about(self, minutes: int) -> str:
        """How long something takes, in words."""
        return counted(self.index.course.language, "minutes", minutes)

    def look_up(self, table: Mapping[str, T]) -> T:
        """Return what the argument names; an unknown id is a directive error with its place."""
        name = self.arguments[0].strip()
        if name not in table:
            known = ", ".join(sorted(table)[:8]) or "none"
            raise self.error(f"unknown {self.kind} '{name}'; there are: {known}. `coursewright check` names the files.")
        return table[name]

    def depend(self, file: str) -> None:
        """Have this page read again when ``file`` (relative to the course's root) changes."""
        self.env.note_dependency(file)

    def show(self, identifier: str) -> None:
        """Remember that this page shows ``identifier``."""
        shown: Shown = self.env.coursewright_shown
        shown.by_page.setdefault(self.env.docname, []).append((self.kind, identifier))

    def markdown(self, text: str, file: str, line: int) -> list[nodes.Node]:
        """Parse ``text`` as MyST in the page's own context; ``file`` and ``line`` are where it stands."""
        holder = nodes.container()
        lines = text.strip().splitlines()
        content = StringList(lines, items=[(file, line + number) for number in range(len(lines))])
        self.state.nested_parse(content, self.content_offset, holder)
        return list(holder.children)

    def root_path(self) -> str:
        """The way from this page to the site's root: "" or "../" for each folder."""
        page: str = self.env.docname
        return "../" * page.count("/")


class QuestionDirective(CourseDirective):
    """```{question} id```"""

    kind = "question"

    def run(self) -> list[nodes.Node]:
        """Return the question's section, without its key."""
        module, question = self.look_up(self.index.questions)
        self.depend(question.where.file)
        self.show(question.id)
        section = tag(
            "section",
            text_tag("p", self.words["question"], "cw-label"),
            tag("div", *self.inner(question.prompt, question), classes="cw-prompt"),
            *answer_area(question, self.words, partial(self.inner, question=question)),
            tag("noscript", text_tag("p", self.words["question-needs-script"], "cw-hint")),
            classes="cw-question",
            ids=f"question-{question.id}",
            data_question=question.id,
            data_kind=question.kind,
            data_bank=module.id,
        )
        return [section]

    def inner(self, text: str, question: Question) -> list[nodes.Node]:
        """Markdown of this question."""
        return self.markdown(text, question.where.file, question.where.line)


class ScenarioDirective(CourseDirective):
    """```{scenario} id```"""

    kind = "scenario"

    def run(self) -> list[nodes.Node]:
        """Return the scenario: every moment in turn, its choices linked to what follows."""
        scenario = self.look_up(self.index.scenarios)
        self.depend(scenario.where.file)
        self.show(scenario.id)
        perspectives = (text_tag("li", label, data_perspective=key) for key, label in scenario.perspectives.items())
        return [
            tag(
                "section",
                text_tag("p", self.words["scenario"], "cw-label"),
                text_tag("p", scenario.title, "cw-title"),
                tag("div", *self.inner(scenario.intro, scenario), classes="cw-intro"),
                tag("ul", *perspectives, classes="cw-perspectives"),
                *(self.moment(scenario, place) for place in range(len(scenario.nodes))),
                classes="cw-scenario",
                ids=f"scenario-{scenario.id}",
                data_scenario=scenario.id,
                data_start=scenario.start,
            )
        ]

    def inner(self, text: str, scenario: Scenario) -> list[nodes.Node]:
        """Markdown of this scenario."""
        return self.markdown(text, scenario.where.file, scenario.where.line)

    def moment(self, scenario: Scenario, place: int) -> Tag:
        """Return one node of the scenario."""
        node = scenario.nodes[place]
        texts = []
        for perspective, text in node.text.items():
            parts: list[nodes.Node] = list(self.inner(text, scenario))
            if perspective and len(node.text) > 1:
                parts.insert(0, text_tag("p", scenario.perspectives[perspective], "cw-perspective"))
            texts.append(tag("div", *parts, classes="cw-text", data_perspective=perspective))
        choices = []
        for choice in node.choices:
            link = nodes.reference("", choice.text, internal=True, refid=f"scenario-{scenario.id}-{choice.to}")
            lead = text_tag("span", f"{self.words['other-side']}:", "cw-lead")
            seen = tag("p", lead, nodes.Text(f" {choice.other_side}"), classes="cw-other-side")
            who = f" ({scenario.perspectives[choice.by]})" if choice.by else ""
            choices.append(
                tag(
                    "li",
                    nodes.paragraph("", "", link, text_tag("span", who, "cw-by")),
                    *([seen] if choice.other_side else []),
                    data_choice=choice.id,
                    data_by=choice.by,
                    data_to=choice.to,
                    data_trust=str(choice.effects.trust),
                    data_dignity=str(choice.effects.dignity),
                    data_safety=str(choice.effects.safety),
                )
            )
        rest: list[nodes.Node] = [tag("ul", *choices, classes="cw-choices")] if choices else []
        attrs = {}
        if node.end is not None:
            rest.append(tag("div", *self.inner(node.end.lesson, scenario), classes="cw-lesson"))
            attrs["data_end"] = node.end.kind.value
        anchor = f"scenario-{scenario.id}-{node.id}"
        return tag("div", *texts, *rest, classes="cw-node", ids=anchor, data_node=node.id, **attrs)


class StoryDirective(CourseDirective):
    """```{story} id```"""

    kind = "story"

    def run(self) -> list[nodes.Node]:
        """Return the story: every scene with its drawing and its narration."""
        story = self.look_up(self.index.stories)
        self.depend(story.where.file)
        self.show(story.id)
        scenes = []
        for number, scene in enumerate(story.scenes, start=1):
            picture = nodes.image(uri="/" + scene.image, alt=scene.alt)
            caption = text_tag("figcaption", scene.onscreen, "cw-onscreen")
            attrs = {"data_audio": self.recording(scene.audio)} if scene.audio else {}
            scenes.append(
                tag(
                    "li",
                    tag("figure", picture, caption),
                    text_tag("p", scene.narration, "cw-narration"),
                    classes="cw-scene",
                    data_scene=str(number),
                    **attrs,
                )
            )
        voice = [text_tag("p", story.voice, "cw-voice")] if story.voice else []
        section = tag(
            "section",
            text_tag("p", self.words["story"], "cw-label"),
            text_tag("p", story.title, "cw-title"),
            text_tag("p", story.credit, "cw-credit"),
            *voice,
            tag("ol", *scenes, classes="cw-scenes"),
            classes="cw-story",
            ids=f"story-{story.id}",
            data_story=story.id,
        )
        return [section]

    def recording(self, file: str) -> str:
        """Register an audio file as a download and return its address from this page."""
        self.depend(file)
        name = self.env.dlfiles.add_file(self.env.docname, file)
        return f"{self.root_path()}_downloads/{name}"


class ExerciseDirective(CourseDirective):
    """```{exercise-download} id```"""

    kind = "exercise"

    def run(self) -> list[nodes.Node]:
        """Return the exercise's card: the zip, how to run it, and the worksheet."""
        exercise = self.look_up(self.index.exercises)
        self.depend(exercise.where.file)
        self.show(exercise.id)
        words = self.words
        if f"{exercise.id}.zip" in self.env.config.coursewright_downloads:
            address = f"{self.root_path()}_downloads/exercises/{exercise.id}.zip"
            link: nodes.Node = text_tag("a", words["download"], "cw-download", href=address, download="")
        else:
            link = nodes.Text(words["made-at-build"])
        steps = (text_tag("li", words[key]) for key in ("run-unpack", "run-open", "run-edit", "run-send"))
        section = tag(
            "section",
            text_tag("p", words["exercise"], "cw-label"),
            text_tag("p", exercise.title, "cw-title"),
            text_tag("p", self.about(exercise.minutes), "cw-minutes"),
            tag("p", link),
            text_tag("p", words["how-to-run"], "cw-steps-title"),
            tag("ol", *steps, classes="cw-steps"),
            *self.worksheet(exercise),
            classes="cw-exercise",
            ids=f"exercise-{exercise.id}",
            data_exercise=exercise.id,
        )
        return [section]

    def worksheet(self, exercise: Exercise) -> list[nodes.Node]:
        """Return the link to the worksheet: one of the book's pages, or the printable file."""
        page = without_suffix(exercise.worksheet)
        file = f"{exercise.id}-worksheet.html"
        if page in self.env.found_docs:
            address = f"{self.root_path()}{page}.html"
        elif file in self.env.config.coursewright_downloads:
            address = f"{self.root_path()}_downloads/exercises/{file}"
        else:
            return []
        return [tag("p", text_tag("a", self.words["worksheet"], "cw-worksheet", href=address))]


class OutcomesDirective(CourseDirective):
    """```{outcomes}``` on a lesson or a module page"""

    kind = "outcomes"
    required_arguments = 0

    def run(self) -> list[nodes.Node]:
        """Return what the reader of this page will be able to do, and how long it takes."""
        page = self.env.docname
        if page in self.index.lessons:
            module, lesson = self.index.lessons[page]
            self.depend(lesson.where.file)
            title, minutes = self.words["outcomes"], lesson.minutes
            statements = [self.index.objectives[key].statement for key in lesson.objectives]
        elif page in self.index.modules:
            module = self.index.modules[page]
            self.depend(module.where.file)
            title, minutes = self.words["outcomes-module"], module.minutes
            statements = [objective.statement for objective in module.objectives]
        else:
            raise self.error(f"'{page}' is neither a lesson nor a module page; list it in its module.yml.")
        aside = tag(
            "aside",
            text_tag("p", title, "cw-title"),
            tag("ul", *(text_tag("li", statement) for statement in statements)),
            text_tag("p", self.about(minutes), "cw-minutes"),
            classes="cw-outcomes",
        )
        return [aside]


class QuotationDirective(CourseDirective):
    """```{quotation} id```"""

    kind = "quotation"

    def run(self) -> list[nodes.Node]:
        """Return the words to the letter with their source."""
        quotation = self.look_up(self.index.course.quotations)
        self.depend("course/sources.yml")
        cited = self.markdown(f"{self.words['source']}: {{cite}}`{quotation.source}`", "course/sources.yml", 0)
        quote = text_tag("p", f"“{quotation.text}”")
        return [tag("blockquote", quote, tag("footer", *cited), classes="cw-quotation")]


DIRECTIVES: Mapping[str, type[CourseDirective]] = {
    "question": QuestionDirective,
    "scenario": ScenarioDirective,
    "story": StoryDirective,
    "exercise-download": ExerciseDirective,
    "outcomes": OutcomesDirective,
    "quotation": QuotationDirective,
}
"""The registry: a directive's name in Markdown and its class."""
