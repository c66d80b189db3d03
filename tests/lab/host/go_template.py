"""As much of Go's text templates as people write after --format: fields, json, index, Label, upper, lower, println, strings."""
import json
import re


class TemplateError(Exception):
    pass


def field(value, path):
    for part in filter(None, path.split(".")):
        if not isinstance(value, dict) or part not in value:
            raise TemplateError(f'template parsing error: template: :1: executing "" at <{path}>: map has no entry for key "{part}"')
        value = value[part]
    return value


def shown(value):
    """How Go prints it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "map[" + " ".join(f"{key}:{shown(value[key])}" for key in sorted(value)) + "]"
    if isinstance(value, list):
        return "[" + " ".join(map(shown, value)) + "]"
    return "<no value>" if value is None else str(value)


def argument(word, value):
    if word[0] in "\"`":
        return json.loads(word) if word[0] == '"' else word[1:-1]
    if word[0] == ".":
        return field(value, word)
    raise TemplateError(f'template parsing error: template: :1: function "{word}" not defined')


def evaluated(action, value):
    words = re.findall(r'"(?:\\.|[^"\\])*"|`[^`]*`|\S+', action)
    if not words:
        raise TemplateError("template parsing error: template: :1: missing value for command")
    verb, rest = words[0], words[1:]
    if verb == ".Label":
        return value["LabelMap"].get(argument(rest[0], value), "")
    inputs = [argument(word, value) for word in (rest if re.match(r"[a-z]", verb) else words)]
    if verb == "json":
        plain = {key: item for key, item in inputs[0].items() if key != "LabelMap"} if isinstance(inputs[0], dict) else inputs[0]
        return json.dumps(plain, separators=(",", ":"))
    if verb == "index":
        return inputs[0].get(inputs[1], "")
    if verb in ("upper", "lower"):
        return getattr(inputs[0], verb)()
    if verb == "println":
        return " ".join(map(shown, inputs)) + "\n"
    if len(inputs) == 1 and len(words) == 1:
        return inputs[0]
    raise TemplateError(f'template parsing error: template: :1: function "{verb}" not defined')


def filled(template, value):
    """The template with its actions replaced."""
    return re.sub(r"\{\{-?\s*(.*?)\s*-?\}\}", lambda match: shown(evaluated(match[1], value)), template)
