"""What a reader sees of a page: tables by section, links, words; so that a test compares whole results."""

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
BLOCKS = {"br", "div", "dd", "dt", "h1", "h2", "h3", "li", "p", "section", "td", "th", "tr", "ul"}


class Node:
    def __init__(self, tag, attributes, parent=None):
        self.tag, self.attributes, self.parent, self.children = tag, attributes, parent, []

    def all(self, tag=None, **attributes):
        """Every node below with this tag and these attributes (``class_`` is one of its classes)."""
        found = []
        for child in self.children:
            if isinstance(child, Node):
                if child.fits(tag, attributes):
                    found.append(child)
                found += child.all(tag, **attributes)
        return found

    def one(self, tag=None, **attributes):
        found = self.all(tag, **attributes)
        assert len(found) == 1, (tag, attributes, len(found))
        return found[0]

    def fits(self, tag, attributes):
        classes = (self.attributes.get("class") or "").split()
        return (tag is None or self.tag == tag) and all(
            value in classes if name == "class_" else self.attributes.get(name) == value
            for name, value in attributes.items()
        )

    @property
    def raw(self):
        """The text as it stands; what begins on a line of its own is set off by a space."""
        inner = "".join(child.raw if isinstance(child, Node) else child for child in self.children)
        return f" {inner} " if self.tag in BLOCKS else inner

    @property
    def text(self):
        return " ".join(self.raw.split())

    def rows(self):
        """The cells of every row of the first table, head and foot included."""
        table = self.all("table")[0]
        return [[cell.text for cell in row.children if isinstance(cell, Node)] for row in table.all("tr")]

    def links(self):
        return [(link.text, link.attributes["href"]) for link in self.all("a")]


class Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = self.here = Node("page", {})

    def handle_starttag(self, tag, attrs):
        node = Node(tag, dict(attrs), self.here)
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_startendtag(self, tag, attrs):
        self.here.children.append(Node(tag, dict(attrs), self.here))

    def handle_endtag(self, tag):
        node = self.here
        while node.parent is not None and node.tag != tag:
            node = node.parent
        if node.parent is not None:
            self.here = node.parent

    def handle_data(self, data):
        self.here.children.append(data)


def shown(response):
    """The page of a response as a tree of nodes."""
    reader = Reader()
    reader.feed(response.content.decode())
    return reader.root


def section(response, name):
    return shown(response).one("section", id=name)


def sections(response):
    return [node.attributes["id"] for node in shown(response).all("section") if "id" in node.attributes]
