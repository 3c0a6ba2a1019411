"""Compares the raw body of an answer with AWS's model of the operation, which parsers read leniently."""
import io
import json
import xml.etree.ElementTree as ElementTree


def strange_members(operation, response):
    """What the body holds that the model does not know, as paths; empty for errors, files and empty bodies."""
    shape, body = operation.output_shape, response["body"]
    if response["status_code"] >= 300 or shape is None or not isinstance(body, bytes) or not body:
        return []
    protocol = operation.service_model.resolved_protocol
    payload = shape.serialization.get("payload")
    if payload is not None:
        if shape.members[payload].type_name != "structure":
            return []
        shape = shape.members[payload]
    if protocol in ("query", "rest-xml"):
        root = ElementTree.fromstring(body)
        if protocol == "query":
            root = next((child for child in root if bare(child) == f"{operation.name}Result"), None)
        return [] if root is None else list(strange_xml(shape, root, operation.name))
    return list(strange_value(shape, read_value(protocol, body), operation.name))


def read_value(protocol, body):
    if protocol != "smithy-rpc-v2-cbor":
        return json.loads(body)
    module = __import__("botocore.parsers", fromlist=["RpcV2CBORParser"])
    return module.RpcV2CBORParser().parse_data_item(io.BufferedReader(io.BytesIO(body)))


def strange_value(shape, value, path):
    """JSON and CBOR: members by their wire name, and values that are not of the model's type."""
    if value is None:
        yield f"{path} is null"
    elif shape.type_name == "structure":
        if not isinstance(value, dict):
            yield f"{path} is no structure"
            return
        known = {item.serialization.get("name", name): item for name, item in shape.members.items()}
        for name, item in value.items():
            if name not in known:
                yield f"{path}.{name} is unknown"
            else:
                yield from strange_value(known[name], item, f"{path}.{name}")
    elif shape.type_name == "list":
        for item in value:
            yield from strange_value(shape.member, item, f"{path}[]")
    elif shape.type_name == "map":
        for item in value.values():
            yield from strange_value(shape.value, item, f"{path}.*")
    else:
        yield from strange_scalar(shape, value, path)


def strange_scalar(shape, value, path):
    expected = {
        "string": str,
        "character": str,
        "boolean": bool,
        "integer": int,
        "long": int,
        "double": (int, float),
        "float": (int, float),
    }.get(shape.type_name)
    is_number = shape.type_name in ("integer", "long", "double", "float")
    if expected and (not isinstance(value, expected) or (is_number and isinstance(value, bool))):
        yield f"{path} is no {shape.type_name}"
    elif shape.type_name == "string" and shape.enum and value not in shape.enum:
        yield f'{path} is "{value}", which is no value of {shape.name}'


def strange_xml(shape, node, path):
    if shape.type_name == "structure":
        known = dict(xml_members(shape))
        for child in node:
            name = bare(child)
            if name not in known:
                yield f"{path}.{name} is unknown"
            else:
                member, is_item = known[name]
                yield from strange_xml(member.member if is_item else member, child, f"{path}.{name}")
    elif shape.type_name == "list":
        item = shape.member.serialization.get("name", "member")
        for child in node:
            if bare(child) != item:
                yield f"{path}.{bare(child)} is unknown"
            else:
                yield from strange_xml(shape.member, child, f"{path}[]")
    elif shape.type_name == "string" and shape.enum and node.text not in shape.enum:
        yield f'{path} is "{node.text}", which is no value of {shape.name}'


def xml_members(shape):
    """Pairs of a member's element name and (shape, whether the element is one item of a flattened list)."""
    for name, member in shape.members.items():
        is_item = member.type_name == "list" and bool(member.serialization.get("flattened"))
        fallback = member.member.serialization.get("name", name) if is_item else name
        yield member.serialization.get("name", fallback), (member, is_item)


def bare(node):
    return node.tag.rpartition("}")[2]
