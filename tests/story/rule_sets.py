"""Rule sets as PMD handles them: the rows in force, proposed anew, and works screened by them."""

PLACE = "kabupaten/35.10"


def in_force(person):
    """The version in force, as it is told."""
    return person.call("RuleSetService.GetRuleSet", name="ruleSets/active").rule_set


def proposed(person, rows):
    """Proposes rows as a new version; answers how it is named in a call."""
    rows.name = ""
    rows.ClearField("state")
    answer = person.call("RuleSetService.ProposeRuleSet", place=PLACE, rule_set=rows)
    return {"place": PLACE, "name": answer.rule_set.name}


def activated(person, named):
    """Activates what another person proposed."""
    return person.call("RuleSetService.ActivateRuleSet", **named).rule_set


def rescreened(person, batch_size):
    """Has the district screened by the rules in force, a batch at a time, until nothing is left."""
    left = 1
    while left:
        left = person.call(
            "RuleSetService.RescreenArea", place=PLACE, batch_size=batch_size
        ).left
